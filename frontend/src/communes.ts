// The communes of a dossier as chips, found by name; without this script they are written as codes.

const PAUSE_MS = 150;
const LEAST_LETTERS = 2;

interface Suggestion {
  readonly name: string;
  readonly detail: string;
  readonly key: string;
}

class Communes {
  private readonly value: HTMLInputElement;
  private readonly search = document.createElement("input");
  private readonly list = document.createElement("ul");
  private readonly chips: HTMLUListElement;
  private readonly said = document.createElement("p");
  private readonly names = new Map<string, string>();
  private codes: string[];
  private places: Suggestion[] = [];
  private chosen = -1;
  private timer: number | undefined;
  private asked: AbortController | undefined;

  constructor(private readonly box: HTMLElement) {
    const value = box.querySelector<HTMLInputElement>("input");
    if (!value) throw new Error("the field of communes holds no input");
    this.value = value;
    this.codes = value.value.split(/[\s,;]+/).filter(Boolean);
    const chips = box.querySelector<HTMLUListElement>("ul.chips") ?? document.createElement("ul");
    chips.className = "chips";
    this.chips = chips;
    for (const one of chips.querySelectorAll<HTMLElement>("li[data-code]")) {
      this.names.set(one.dataset["code"] ?? "", one.firstChild?.textContent?.trim() ?? "");
    }
    this.build();
    this.show();
  }

  private words(name: string): string {
    return this.box.dataset[name] ?? "";
  }

  private build(): void {
    const ident = this.value.id;
    this.search.id = ident;
    this.search.type = "text";
    this.search.className = "form-control";
    this.search.autocomplete = "off";
    this.search.spellcheck = false;
    this.search.placeholder = this.words("find");
    for (const name of ["aria-describedby", "aria-invalid"]) {
      const text = this.value.getAttribute(name);
      if (text) this.search.setAttribute(name, text);
    }
    this.value.removeAttribute("id");
    this.value.type = "hidden";
    this.list.className = "suggestions";
    this.list.id = `${ident}-suggestions`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-labelledby", `${ident}-titre`);
    this.list.hidden = true;
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    this.search.setAttribute("role", "combobox");
    this.search.setAttribute("aria-autocomplete", "list");
    this.search.setAttribute("aria-expanded", "false");
    this.search.setAttribute("aria-controls", this.list.id);
    const frame = document.createElement("div");
    frame.className = "combobox";
    frame.append(this.search, this.list);
    this.value.after(this.chips, frame, this.said);
    this.search.addEventListener("input", () => this.schedule());
    this.search.addEventListener("keydown", (event) => this.key(event));
    this.search.addEventListener("blur", () => window.setTimeout(() => this.close(), PAUSE_MS));
  }

  private most(): number {
    return Number(this.box.dataset["most"] ?? "1");
  }

  private show(): void {
    this.chips.replaceChildren(
      ...this.codes.map((code) => {
        const name = this.names.get(code) ?? code;
        const item = document.createElement("li");
        const small = document.createElement("span");
        small.className = "soft";
        small.textContent = code;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "chip-remove";
        button.setAttribute("aria-label", this.words("remove").replace("{name}", name));
        button.textContent = "×";
        button.addEventListener("click", () => this.remove(code));
        item.append(`${name} `, small, button);
        return item;
      }),
    );
    this.chips.hidden = this.codes.length === 0;
    this.search.parentElement?.toggleAttribute("hidden", this.codes.length >= this.most());
  }

  private changed(): void {
    this.value.value = this.codes.join(", ");
    this.show();
    this.value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private add(place: Suggestion): void {
    const code = place.key.split(":").at(-1) ?? "";
    this.names.set(code, place.name);
    if (code && !this.codes.includes(code)) this.codes.push(code);
    this.search.value = "";
    this.close();
    this.changed();
    this.said.textContent = this.words("added").replace("{name}", place.name);
    if (this.codes.length >= this.most()) this.chips.querySelector<HTMLButtonElement>("li:last-child button")?.focus();
  }

  private remove(code: string): void {
    this.codes = this.codes.filter((one) => one !== code);
    this.changed();
    this.said.textContent = this.words("removed").replace("{name}", this.names.get(code) ?? code);
    this.search.focus();
  }

  private schedule(): void {
    window.clearTimeout(this.timer);
    this.asked?.abort();
    const query = this.search.value.trim();
    if (query.length < LEAST_LETTERS) this.close();
    else this.timer = window.setTimeout(() => void this.ask(query), PAUSE_MS);
  }

  private async ask(query: string): Promise<void> {
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${this.words("communes")}&q=${encodeURIComponent(query)}`, { signal: this.asked.signal });
      if (!answer.ok) return;
      const { places } = (await answer.json()) as { places: Suggestion[] };
      this.propose(places.filter((one) => one.key.startsWith("commune:")));
    } catch {
      this.close();
    }
  }

  private propose(places: Suggestion[]): void {
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
          this.add(place);
        });
        return item;
      }),
    );
    this.list.hidden = places.length === 0;
    this.search.setAttribute("aria-expanded", String(places.length > 0));
    this.search.removeAttribute("aria-activedescendant");
    const word = places.length === 0 ? "countNone" : places.length === 1 ? "countOne" : "countMany";
    this.said.textContent = this.words(word).replace("{n}", String(places.length));
  }

  private close(): void {
    this.list.hidden = true;
    this.chosen = -1;
    this.search.setAttribute("aria-expanded", "false");
    this.search.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Enter") {
      // Enter never sends the whole form from here: it takes the place pointed at, or the only one.
      event.preventDefault();
      const place = this.places[this.chosen] ?? (this.places.length === 1 ? this.places[0] : undefined);
      if (place && !this.list.hidden) this.add(place);
      return;
    }
    if (event.key === "Backspace" && !this.search.value && this.codes.length > 0) {
      const last = this.codes.at(-1);
      if (last) this.remove(last);
      return;
    }
    if (this.list.hidden) return;
    const count = this.places.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const from = this.chosen === -1 && step === -1 ? 0 : this.chosen;
      this.choose((from + step + count) % count);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }

  private choose(index: number): void {
    this.chosen = index;
    [...this.list.children].forEach((item, position) => {
      item.setAttribute("aria-selected", String(position === index));
    });
    this.search.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
  }
}

export function startCommunes(): void {
  for (const box of document.querySelectorAll<HTMLElement>("form[data-draft] [data-communes]")) {
    if (!box.querySelector("input:disabled")) new Communes(box);
  }
}
