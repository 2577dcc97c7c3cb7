// Files of a draft, sent from the form itself with their progress; without this script they have a page of their own.
import { type Draft, fragment } from "./draft.ts";

interface Received {
  readonly state: "saved" | "refused" | "reload";
  readonly html?: string;
  readonly full?: boolean;
}

const MEGABYTE = 1_000_000;

class Uploads {
  private readonly input = document.createElement("input");
  private readonly progress = document.createElement("progress");
  private readonly state: HTMLElement;
  private readonly faults = document.createElement("div");

  constructor(
    private readonly box: HTMLElement,
    private readonly path: string,
    private readonly draft: Draft,
  ) {
    const state = box.closest(".question")?.querySelector<HTMLElement>("[data-state]");
    this.state = state ?? document.createElement("p");
    this.state.setAttribute("aria-live", "polite");
    this.faults.className = "form-error";
    this.faults.hidden = true;
    this.progress.max = 100;
    this.progress.hidden = true;
    this.progress.setAttribute("aria-hidden", "true");
    const ident = `${box.id || `f-${path.replaceAll(".", "-")}`}-choix`;
    const label = document.createElement("label");
    label.className = "file-label";
    label.htmlFor = ident;
    label.textContent = box.dataset["choose"] ?? draft.words("choose");
    const name = box.closest(".question")?.querySelector("[id$='-titre']");
    this.input.type = "file";
    this.input.id = ident;
    this.input.className = "form-control is-short";
    if (name) this.input.setAttribute("aria-describedby", name.id);
    this.input.addEventListener("change", () => this.chosen());
    const frame = document.createElement("div");
    frame.className = "file-chooser";
    frame.append(label, this.input);
    this.box.append(this.faults, frame, this.progress);
    frame.hidden = box.querySelectorAll(".file-list li").length >= Number(box.dataset["most"] ?? "1");
  }

  private chosen(): void {
    const file = this.input.files?.[0];
    if (!file) return;
    this.faults.hidden = true;
    if (file.size > Number(this.box.dataset["megabytes"] ?? "Infinity") * MEGABYTE) {
      this.tooLarge(file.name);
      return;
    }
    const data = new FormData();
    data.append("csrfmiddlewaretoken", this.draft.form.querySelector<HTMLInputElement>("[name='csrfmiddlewaretoken']")?.value ?? "");
    data.append("path", this.path);
    data.append("fichier", file);
    const request = new XMLHttpRequest();
    request.open("POST", this.box.dataset["upload"] ?? "");
    request.responseType = "json";
    this.progress.hidden = false;
    request.upload.addEventListener("progress", (event) => {
      const share = event.lengthComputable ? Math.round((100 * event.loaded) / event.total) : 0;
      this.progress.value = share;
      this.state.textContent = this.draft.words("uploadProgress").replace("{n}", String(share));
    });
    request.addEventListener("load", () => void this.received(request.response as Received | null));
    request.addEventListener("error", () => this.failed());
    request.send(data);
    this.input.value = "";
  }

  /** Say at once what the server would say after the whole file has travelled. */
  private tooLarge(name: string): void {
    const said = document.createElement("p");
    said.textContent = `${name} – ${this.box.dataset["tooLarge"] ?? ""}`;
    this.state.textContent = "";
    this.faults.replaceChildren(said);
    this.faults.hidden = false;
    this.faults.setAttribute("role", "alert");
    this.input.value = "";
  }

  private async received(answer: Received | null): Promise<void> {
    this.progress.hidden = true;
    if (!answer) {
      this.failed();
    } else if (answer.state === "refused") {
      this.state.textContent = "";
      this.faults.replaceChildren(fragment(answer.html ?? ""));
      this.faults.hidden = false;
      this.faults.setAttribute("role", "alert");
    } else if (answer.state === "reload") {
      await this.draft.flushAll();
      window.location.reload();
    } else {
      this.box.querySelector(".file-list")?.replaceWith(fragment(answer.html ?? ""));
      this.state.textContent = this.draft.words("uploadDone");
      this.state.className = "saved-state is-saved";
      this.input.parentElement?.toggleAttribute("hidden", answer.full === true);
    }
  }

  private failed(): void {
    this.progress.hidden = true;
    this.state.textContent = this.draft.words("uploadFailed");
    this.state.className = "saved-state is-unsaved";
  }
}

export function startUploads(draft: Draft): void {
  for (const box of draft.form.querySelectorAll<HTMLElement>("[data-upload]")) {
    const question = box.closest<HTMLElement>("[data-question]");
    if (!question || "locked" in question.dataset) continue;
    new Uploads(box, question.dataset["question"] ?? "", draft);
  }
}
