// The plan of a site: a ticked study or a moved assumption is computed by the server and shown at once.
// Without this script the same form gives a new page.
import { writePercent } from "./writing.ts";

const AFTER_MS = 120;

interface Answer {
  readonly parts: Readonly<Record<string, string>>;
  readonly base: string;
  readonly said: string;
}

/** What is asked: everything in the form but the assumptions left as they were. */
export function asked(data: Iterable<[string, FormDataEntryValue]>, originals: ReadonlyMap<string, string>): [string, string][] {
  const kept: [string, string][] = [];
  for (const [name, value] of data) {
    if (typeof value !== "string") continue;
    if (originals.get(name) !== value) kept.push([name, value]);
  }
  return kept;
}

/** Assumptions of three numbers are sent whole as soon as one of them moves. */
export function wholeDurations(fields: readonly [string, string][], values: ReadonlyMap<string, string>): [string, string][] {
  const whole = new Map(fields);
  for (const [name] of fields) {
    const match = /^(h\..+)\.(?:low|mode|high)$/.exec(name);
    if (!match) continue;
    for (const part of ["low", "mode", "high"]) {
      const other = `${match[1]}.${part}`;
      const value = values.get(other);
      if (value !== undefined) whole.set(other, value);
    }
  }
  const singles = fields.filter(([name]) => !whole.has(name) || name === "fait");
  const others = [...whole].filter(([name]) => name !== "fait");
  return [...others, ...singles];
}

class PlanPage {
  private timer: number | undefined;
  private running: AbortController | undefined;
  private readonly originals = new Map<string, string>();

  constructor(
    private readonly form: HTMLFormElement,
    private readonly address: string,
  ) {
    for (const field of this.fields()) {
      const original = field.dataset["original"];
      if (original !== undefined) this.originals.set(field.name, original);
    }
    for (const field of document.querySelectorAll<HTMLElement>("[data-without-script]")) field.hidden = true;
    document.addEventListener("input", (event) => this.moved(event));
    document.addEventListener("change", (event) => this.moved(event));
    form.addEventListener("submit", (event) => {
      // A button of its own address (a document to take) goes its own way.
      if (event.submitter?.hasAttribute("formaction")) return;
      if (this.hasNewDescription()) return;
      event.preventDefault();
      void this.ask();
    });
  }

  private *fields(): Iterable<HTMLInputElement> {
    for (const element of this.form.elements) if (element instanceof HTMLInputElement) yield element;
  }

  /** A description that was rewritten is another site: the whole page is made again. */
  private hasNewDescription(): boolean {
    const text = this.form.elements.namedItem("description");
    return text instanceof HTMLTextAreaElement && text.value !== text.defaultValue;
  }

  private moved(event: Event): void {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.form !== this.form) return;
    if (field.type === "range") {
      const output = document.querySelector<HTMLOutputElement>(`output[for="${CSS.escape(field.id)}"]`);
      const text = writePercent(Number(field.value) / 100);
      if (output) output.value = text;
      field.setAttribute("aria-valuetext", text);
    }
    if (!field.checkValidity()) return;
    // A date or a number that is still being typed is read when it is left.
    if (event.type === "input" && field.type !== "range" && field.type !== "checkbox") return;
    if (event.type === "change" && (field.type === "range" || field.type === "checkbox")) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), AFTER_MS);
  }

  private async ask(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    const values = new Map<string, string>();
    for (const field of this.fields()) if (field.name.startsWith("h.")) values.set(field.name, field.value);
    const fields = wholeDurations(asked(new FormData(this.form), this.originals), values);
    const base = document.querySelector<HTMLInputElement>("[data-base]");
    const question = [...fields, ["base", base?.value ?? ""]] as [string, string][];
    try {
      const answer = await this.send(question, running.signal);
      if (!answer) {
        this.fail();
        return;
      }
      if (base) base.value = answer.base;
      this.show(answer);
      this.remember(fields);
    } catch {
      if (!running.signal.aborted) this.fail();
    }
  }

  private async send(question: [string, string][], signal: AbortSignal): Promise<Answer | null> {
    const isGet = this.form.method === "get";
    const body = new FormData();
    for (const [name, value] of question) body.append(name, value);
    const response = isGet
      ? await fetch(`${this.address}?${new URLSearchParams(question)}`, { signal })
      : await fetch(this.address, { method: "POST", body, signal });
    return response.ok ? ((await response.json()) as Answer) : null;
  }

  private show(answer: Answer): void {
    const focused = document.activeElement?.id;
    for (const [name, html] of Object.entries(answer.parts)) {
      const part = document.querySelector(`[data-part="${CSS.escape(name)}"]`);
      if (!part) continue;
      const opened = [...part.querySelectorAll("details")].map((one) => one.open);
      part.innerHTML = html;
      part.querySelectorAll("details").forEach((one, place) => {
        one.open = opened[place] ?? one.open;
      });
    }
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
    const said = document.querySelector("[data-said]");
    if (said) said.textContent = answer.said;
    const failed = document.querySelector<HTMLElement>("[data-failed]");
    if (failed) failed.hidden = true;
  }

  private fail(): void {
    const failed = document.querySelector<HTMLElement>("[data-failed]");
    if (!failed) return;
    failed.textContent = failed.dataset["failed"] ?? "";
    failed.hidden = false;
    for (const field of document.querySelectorAll<HTMLElement>("[data-without-script]")) field.hidden = false;
  }

  /** A plan of a shipped example has an address that holds what was asked, to be sent to someone. */
  private remember(fields: readonly [string, string][]): void {
    if (this.form.method !== "get") return;
    window.history.replaceState(null, "", `?${new URLSearchParams(fields as [string, string][])}`);
  }
}

export function startPlan(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-plan]");
  const address = form?.dataset["plan"];
  if (form && address) new PlanPage(form, address);
}
