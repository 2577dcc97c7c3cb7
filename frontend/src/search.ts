// Place search as a combobox: suggestions under the field, arrows to choose, Escape to close.
// Without this script the form leads to the page of results.

const PAUSE_MS = 150;
const LEAST_LETTERS = 2;

interface Suggestion {
  readonly name: string;
  readonly detail: string;
  readonly url: string;
  readonly key: string;
}

class Combobox {
  private readonly list: HTMLUListElement;
  private readonly status: HTMLParagraphElement;
  private places: Suggestion[] = [];
  private chosen = -1;
  private timer: number | undefined;
  private asked: AbortController | undefined;

  constructor(
    private readonly field: HTMLInputElement,
    private readonly address: string,
  ) {
    this.list = document.createElement("ul");
    this.list.id = `${field.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    const label = field.labels?.[0];
    if (label) {
      label.id ||= `${field.id}-label`;
      this.list.setAttribute("aria-labelledby", label.id);
    }
    this.list.hidden = true;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    field.after(this.list, this.status);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", this.list.id);
    field.addEventListener("input", () => this.schedule());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => window.setTimeout(() => this.close(), PAUSE_MS));
  }

  private schedule(): void {
    window.clearTimeout(this.timer);
    this.asked?.abort();
    const query = this.field.value.trim();
    if (query.length < LEAST_LETTERS) {
      this.close();
      return;
    }
    this.timer = window.setTimeout(() => void this.ask(query), PAUSE_MS);
  }

  private async ask(query: string): Promise<void> {
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${this.address}${this.address.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}`, { signal: this.asked.signal });
      if (!answer.ok) return;
      const { places } = (await answer.json()) as { places: Suggestion[] };
      this.show(places);
    } catch {
      // Typing went on, or the network failed: the form still leads to the page of results.
      this.close();
    }
  }

  private show(places: Suggestion[]): void {
    this.places = places;
    this.chosen = -1;
    this.list.replaceChildren(
      ...places.map((place, index) => {
        const item = document.createElement("li");
        item.id = `${this.list.id}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const detail = document.createElement("small");
        detail.textContent = place.detail;
        item.append(place.name, detail);
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          this.take(place);
        });
        return item;
      }),
    );
    this.list.hidden = places.length === 0;
    this.field.setAttribute("aria-expanded", String(places.length > 0));
    this.field.removeAttribute("aria-activedescendant");
    const { countNone = "", countOne = "", countMany = "" } = this.field.dataset;
    const text = places.length === 0 ? countNone : places.length === 1 ? countOne : countMany;
    this.status.textContent = text.replace("{n}", String(places.length));
  }

  private close(): void {
    this.list.hidden = true;
    this.chosen = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    const count = this.places.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose((this.chosen + step + count + (this.chosen === -1 && step === -1 ? 1 : 0)) % count);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      const place = this.places[this.chosen];
      if (place) this.take(place);
    }
  }

  // A search leads to the page of the place; a field of a form keeps its name and its key.
  private take(place: Suggestion): void {
    if (this.field.dataset["fill"] === undefined) {
      window.location.assign(place.url);
      return;
    }
    this.field.value = `${place.name} [${place.key}]`;
    this.close();
  }

  private choose(index: number): void {
    this.chosen = index;
    [...this.list.children].forEach((item, position) => {
      item.setAttribute("aria-selected", String(position === index));
    });
    this.field.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
  }
}

export function startSearch(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-suggestions]")) {
    new Combobox(field, field.dataset["suggestions"] ?? "");
  }
}
