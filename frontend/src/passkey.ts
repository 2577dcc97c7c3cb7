// Passkeys: the browser's own ceremony between the page's JSON and the form's hidden field.
// Without this script, or on a browser that cannot, the other ways to enter remain.

interface Ceremony {
  readonly creation_options?: { readonly publicKey: PublicKeyCredentialCreationOptionsJSON };
  readonly request_options?: { readonly publicKey: PublicKeyCredentialRequestOptionsJSON };
}

async function ceremonyOf(form: HTMLFormElement): Promise<Ceremony> {
  const address = form.dataset["options"];
  if (!address) {
    return JSON.parse(form.querySelector("#passkey-data")?.textContent ?? "{}") as Ceremony;
  }
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Ceremony;
}

async function create(form: HTMLFormElement, ceremony: Ceremony): Promise<Credential | null> {
  if (!ceremony.creation_options) return null;
  const options = structuredClone(ceremony.creation_options.publicKey);
  const isPasswordless = form.querySelector<HTMLInputElement>('input[name="passwordless"]')?.checked ?? false;
  options.authenticatorSelection = {
    ...options.authenticatorSelection,
    residentKey: isPasswordless ? "required" : "discouraged",
    requireResidentKey: isPasswordless,
    ...(isPasswordless ? { userVerification: "required" as const } : {}),
  };
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
}

async function get(ceremony: Ceremony): Promise<Credential | null> {
  if (!ceremony.request_options) return null;
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(ceremony.request_options.publicKey);
  return navigator.credentials.get({ publicKey: options });
}

async function run(form: HTMLFormElement): Promise<void> {
  const ceremony = await ceremonyOf(form);
  const credential = form.dataset["passkey"] === "create" ? await create(form, ceremony) : await get(ceremony);
  const field = form.querySelector<HTMLInputElement>('input[name="credential"]');
  if (!(credential instanceof PublicKeyCredential) || !field) throw new Error("no credential");
  field.value = JSON.stringify(credential.toJSON());
  form.submit();
}

export function startPasskeys(): void {
  const isAble = "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    const button = form.querySelector<HTMLButtonElement>('button[type="button"]');
    const trouble = form.querySelector<HTMLElement>(".form-error[hidden]");
    if (!button || !isAble) continue;
    form.hidden = false;
    const start = (): void => {
      if (trouble) trouble.hidden = true;
      button.disabled = true;
      run(form).catch(() => {
        button.disabled = false;
        if (!trouble) return;
        trouble.textContent = form.dataset["trouble"] ?? "";
        trouble.hidden = false;
      });
    };
    button.addEventListener("click", start);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      start();
    });
  }
}
