// A draft saves each answer when it is left, or a moment after typing stops. Nothing typed is ever dropped: what the
// server did not take stays in the page, says so, and is tried again. Without this script the form saves by its buttons.
import { type Condition, type Control, type Held, heldBy, isSame, notAsked, waitBefore } from "./draft-rules.ts";

const PAUSE_MS = 800;

type Answer =
  | { state: "saved"; said: string; version: number; print: string; areas?: Record<string, string> }
  | { state: "conflict"; html: string; version: number; print: string }
  | { state: "refused"; html: string };

type Stand = "still" | "waiting" | "sending" | "failed" | "refused";

/** A fragment that our own server wrote, escaped there. */
export function fragment(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

class Saver {
  stand: Stand = "still";
  private sent: Held;
  private timer: number | undefined;
  private attempt = 0;
  private running: Promise<void> = Promise.resolve();
  private readonly state: HTMLElement | null;

  constructor(
    readonly element: HTMLElement,
    readonly path: string,
    readonly kind: string,
    private version: number,
    private readonly draft: Draft,
  ) {
    this.sent = this.held();
    this.state = element.querySelector<HTMLElement>(":scope > [data-state]");
    this.state?.setAttribute("aria-live", "polite");
  }

  controls(): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] {
    const found = this.element.querySelectorAll<HTMLInputElement>("input, textarea, select");
    return [...found].filter((one) => one.name === this.path);
  }

  held(): Held {
    return heldBy(this.kind, this.controls() as unknown as Control[]);
  }

  isUnsaved(): boolean {
    return this.stand !== "still" || !isSame(this.held(), this.sent);
  }

  hasFailed(): boolean {
    return this.stand === "failed";
  }

  touched(): void {
    if (isSame(this.held(), this.sent)) return;
    if (this.stand === "still" || this.stand === "refused") this.stand = "waiting";
    this.again(PAUSE_MS);
  }

  left(): void {
    if (this.stand === "waiting") void this.flush();
  }

  /** Send what is not saved yet; one sending at a time, in the order in which it was typed. */
  flush(): Promise<void> {
    window.clearTimeout(this.timer);
    this.running = this.running.then(() => (isSame(this.held(), this.sent) ? undefined : this.send()));
    return this.running;
  }

  /** The page is going away: one last try that outlives it. */
  parting(): void {
    if (isSame(this.held(), this.sent)) return;
    void this.draft.post(this.path, this.held(), this.version, true).catch(() => undefined);
  }

  private again(pause: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), pause);
  }

  private async send(): Promise<void> {
    const held = this.held();
    this.stand = "sending";
    this.say(this.draft.words("saving"), "");
    let answer: Answer | null = null;
    try {
      answer = await this.draft.post(this.path, held, this.version, false);
    } catch (problem) {
      this.attempt += 1;
      this.stand = "failed";
      this.say(this.draft.words(problem instanceof SignedOut ? "signedOut" : "unsaved"), "is-unsaved");
      this.draft.refresh();
      this.again(waitBefore(this.attempt));
      return;
    }
    this.attempt = 0;
    if (answer.state === "refused") {
      this.sent = held;
      this.stand = "refused";
      this.fault(answer.html);
      this.say(this.draft.words("refused"), "is-unsaved");
    } else {
      this.sent = held;
      this.version = answer.version;
      this.draft.remember(this.path, answer.version, answer.print);
      this.fault("");
      if (answer.state === "conflict") this.aside(answer.html);
      else this.saved(answer);
    }
    this.draft.refresh();
    if (!isSame(this.held(), this.sent)) this.touched();
  }

  private saved(answer: Extract<Answer, { state: "saved" }>): void {
    this.stand = "still";
    this.say(answer.said, "is-saved");
    for (const [path, html] of Object.entries(answer.areas ?? {})) this.draft.area(path, html);
  }

  private aside(html: string): void {
    // The version stays the old one: what is typed next joins what is set aside, and never goes over theirs.
    this.stand = "still";
    this.element.querySelector("[data-conflict]")?.remove();
    const before = this.element.querySelector(":scope > label, :scope > legend");
    before?.after(fragment(html));
    this.say(this.draft.words("conflict"), "is-unsaved");
  }

  private say(text: string, tone: string): void {
    if (!this.state) return;
    this.state.textContent = text;
    this.state.className = `saved-state ${tone}`.trim();
  }

  private fault(html: string): void {
    this.element.querySelector(":scope > [data-faults]")?.remove();
    this.element.classList.toggle("is-faulty", html !== "");
    const first = this.controls()[0];
    const ident = `${first?.id ?? this.path}-faute`;
    for (const one of this.controls()) {
      const ids = (one.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== ident);
      if (html) {
        one.setAttribute("aria-invalid", "true");
        one.setAttribute("aria-describedby", [...ids, ident].join(" "));
      } else {
        one.removeAttribute("aria-invalid");
        if (ids.length > 0) one.setAttribute("aria-describedby", ids.join(" "));
        else one.removeAttribute("aria-describedby");
      }
    }
    if (!html) return;
    const box = document.createElement("div");
    box.className = "form-error";
    box.id = ident;
    box.dataset["faults"] = "";
    box.append(fragment(html));
    const label = this.element.querySelector(":scope > .form-hint:not([hidden]), :scope > label, :scope > legend");
    const after = [...this.element.querySelectorAll(":scope > .form-hint")].at(-1) ?? label;
    after?.after(box);
  }
}

class SignedOut extends Error {}

export class Draft {
  private readonly savers = new Map<string, Saver>();
  private readonly conditions: Condition[] = [];
  private readonly asked = new Map<string, HTMLElement>();
  private readonly stateField: HTMLInputElement;
  private readonly versions: Record<string, [number, string]>;
  private readonly token: string;
  private isLeaving = false;

  constructor(
    readonly form: HTMLFormElement,
    private readonly address: string,
  ) {
    const field = form.querySelector<HTMLInputElement>("input[name='etat']");
    if (!field) throw new Error("the form does not say its versions");
    this.stateField = field;
    this.versions = JSON.parse(field.value || "{}") as Record<string, [number, string]>;
    this.token = form.querySelector<HTMLInputElement>("input[name='csrfmiddlewaretoken']")?.value ?? "";
    for (const element of form.querySelectorAll<HTMLElement>("[data-question]")) this.read(element);
    for (const one of form.querySelectorAll<HTMLElement>("[data-without-script]")) one.hidden = true;
    for (const one of form.querySelectorAll<HTMLElement>("[data-condition]")) one.hidden = true;
    for (const one of form.querySelectorAll<HTMLTextAreaElement>("textarea[data-count]")) this.count(one);
    this.judge();
    this.listen();
  }

  words(name: string): string {
    return this.form.dataset[name] ?? "";
  }

  saver(path: string): Saver | undefined {
    return this.savers.get(path);
  }

  remember(path: string, version: number, print: string): void {
    this.versions[path] = [version, print];
    this.stateField.value = JSON.stringify(this.versions);
  }

  area(path: string, html: string): void {
    const at = this.savers.get(path)?.element.querySelector("[data-area]");
    at?.replaceChildren(fragment(html));
  }

  async post(path: string, held: Held, version: number, keepalive: boolean): Promise<Answer> {
    const response = await fetch(this.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify({ path, held, version }),
      redirect: "manual",
      credentials: "same-origin",
      keepalive,
    });
    if (response.type === "opaqueredirect" || response.status === 403) throw new SignedOut();
    if (![200, 409, 422].includes(response.status)) throw new Error(String(response.status));
    return (await response.json()) as Answer;
  }

  refresh(): void {
    const line = this.form.querySelector<HTMLElement>("[data-draft-state]");
    if (!line) return;
    const isUnsaved = [...this.savers.values()].some((one) => one.stand === "failed" || one.stand === "refused");
    const text = this.words(isUnsaved ? "someUnsaved" : "allSaved");
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("is-unsaved", isUnsaved);
  }

  async flushAll(): Promise<boolean> {
    await Promise.all([...this.savers.values()].map((one) => one.flush()));
    return ![...this.savers.values()].some((one) => one.hasFailed());
  }

  private read(element: HTMLElement): void {
    const { question: path = "", kind = "", version = "0", askedBy, askedValues } = element.dataset;
    this.asked.set(path, element);
    if (askedBy) {
      this.conditions.push({ path, askedBy, values: (JSON.parse(askedValues ?? "[]") as unknown[]).map(String) });
    }
    if (kind === "list" || kind === "file" || "locked" in element.dataset) return;
    this.savers.set(path, new Saver(element, path, kind, Number(version), this));
  }

  private judge(): void {
    const hidden = notAsked(this.conditions, (path) => this.savers.get(path)?.held());
    for (const { path } of this.conditions) {
      const element = this.asked.get(path);
      if (element) element.hidden = hidden.has(path);
    }
  }

  private count(area: HTMLTextAreaElement): void {
    const line = document.createElement("p");
    line.className = "form-hint letters";
    area.after(line);
    const write = () => {
      const isNear = area.value.length > 0.8 * area.maxLength;
      line.textContent = isNear
        ? this.words("letters").replace("{n}", String(area.value.length)).replace("{most}", String(area.maxLength))
        : "";
    };
    area.addEventListener("input", write);
    write();
  }

  private saverOf(target: EventTarget | null): Saver | undefined {
    const name = (target as HTMLInputElement | null)?.name;
    return name ? this.savers.get(name) : undefined;
  }

  private listen(): void {
    this.form.addEventListener("input", (event) => this.saverOf(event.target)?.touched());
    this.form.addEventListener("change", (event) => {
      const saver = this.saverOf(event.target);
      saver?.touched();
      this.judge();
      if (saver && saver.kind !== "long_text") saver.left();
    });
    this.form.addEventListener("focusout", (event) => this.saverOf(event.target)?.left());
    this.form.addEventListener("submit", (event) => void this.submitted(event));
    window.addEventListener("online", () => void this.flushAll());
    window.addEventListener("beforeunload", (event) => {
      if (!this.isLeaving && [...this.savers.values()].some((one) => one.isUnsaved())) event.preventDefault();
    });
    window.addEventListener("pagehide", () => {
      if (!this.isLeaving) for (const one of this.savers.values()) one.parting();
    });
  }

  /** Let what is on its way arrive first, so that a button's save does not meet it; offline, stay here. */
  private async submitted(event: SubmitEvent): Promise<void> {
    if (this.isLeaving) return;
    event.preventDefault();
    const isSaved = await this.flushAll();
    // A form ignores a request to submit while it still tells its listeners of the last one.
    await new Promise((resolve) => window.setTimeout(resolve));
    if (!isSaved) {
      this.refresh();
      return;
    }
    this.isLeaving = true;
    this.form.requestSubmit(event.submitter as HTMLElement | null);
  }
}

export function startDraft(): Draft | null {
  const form = document.querySelector<HTMLFormElement>("form[data-draft]");
  return form ? new Draft(form, form.dataset["draft"] ?? "") : null;
}
