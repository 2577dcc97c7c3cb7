// The list of candidates: weights re-rank it at once, filters and titles sort it without a new page.
// Without this script the same form does the same through the server.
import { hundredths, normalised, type Published, type Ranked, ranked } from "./ranking.ts";
import { fold, writeNumber, writePercent } from "./writing.ts";

const MOTION_MS = 180;
const ANNOUNCE_AFTER_MS = 600;

interface Row {
  readonly element: HTMLTableRowElement;
  readonly data: DOMStringMap;
  readonly name: string;
  rank: number;
  score: number;
}

type Key = "rang" | "nom" | "score" | "chance" | "intervalle" | "fiabilite" | "statut";
const DOWN_FIRST: ReadonlySet<string> = new Set(["score", "chance", "fiabilite"]);

function compare(key: Key, a: Row, b: Row): number {
  switch (key) {
    case "rang":
      return a.rank - b.rank;
    case "score":
      return a.score - b.score;
    case "chance":
      return Number(a.data["chance"]) - Number(b.data["chance"]);
    case "intervalle":
      return Number(a.data["median"]) - Number(b.data["median"]);
    case "fiabilite":
      return Number(a.data["reliability"]) - Number(b.data["reliability"]);
    case "statut":
      return (a.data["status"] ?? "").localeCompare(b.data["status"] ?? "");
    case "nom":
      return fold(a.name).localeCompare(fold(b.name));
  }
}

class CandidateList {
  private readonly rows: Row[] = [];
  private readonly byId = new Map<string, Row>();
  private readonly body: HTMLTableSectionElement;
  /** Where the rows after the first ones stand, and the link to the page that holds them; null in a short list. */
  private readonly rest: HTMLTableSectionElement | null;
  private readonly more: HTMLAnchorElement | null;
  private readonly first: number;
  private loading: Promise<void> | null = null;
  private weights: readonly number[];
  private readonly sliders: HTMLInputElement[];
  private readonly initial: Map<string, number>;
  private sort: { key: Key; down: boolean };
  private timer: number | undefined;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly table: HTMLElement,
    private readonly published: Published,
  ) {
    const [body, rest] = table.querySelectorAll<HTMLTableSectionElement>("tbody");
    if (!body) throw new Error("the list has no body");
    this.body = body;
    this.rest = rest ?? null;
    this.more = table.querySelector<HTMLAnchorElement>("a[data-more]");
    this.first = body.rows.length;
    this.take(table);
    this.sliders = [...form.querySelectorAll<HTMLInputElement>("input[data-criterion]")];
    const written = form.querySelector<HTMLInputElement>("input[data-sort]")?.value ?? "rang";
    this.sort = { key: written.replace(/^-/, "") as Key, down: written.startsWith("-") };
    this.weights = this.startingWeights();
    this.initial = new Map(this.apply().map((one) => [one.id, one.rank]));
    this.listen();
  }

  private take(table: ParentNode): HTMLTableRowElement[] {
    const taken = [...table.querySelectorAll<HTMLTableRowElement>("tr[data-id]")].filter(
      (element) => !this.byId.has(element.dataset["id"] ?? ""),
    );
    for (const element of taken) {
      const name = element.querySelector("th a")?.textContent ?? "";
      const row = { element, data: element.dataset, name, rank: 0, score: 0 };
      this.rows.push(row);
      this.byId.set(element.dataset["id"] ?? "", row);
    }
    return taken;
  }

  /** The rows that the page did not come with, once; the page that holds them opens where they cannot be had. */
  private load(): Promise<void> {
    this.loading ??= this.fetched();
    return this.loading;
  }

  private async fetched(): Promise<void> {
    if (!this.rest || !this.more) return;
    const answer = await fetch(this.more.href);
    if (!answer.ok) throw new Error(`the rest of the list: ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.rest.append(...this.take(page).map((element) => document.adoptNode(element)));
    this.apply();
  }

  /** Act on the whole list: at once where it is here, else when it is. */
  private whole(act: () => void): void {
    if (!this.more || this.rows.length === this.published.rows.length) {
      act();
      return;
    }
    this.load().then(act, () => this.form.submit());
  }

  private listen(): void {
    // What comes next needs every row: they come while the hand is still on its way.
    const fetchAhead = () => void this.load().catch(() => undefined);
    for (const event of ["focusin", "pointerenter"]) {
      this.form.addEventListener(event, fetchAhead, { once: true });
      this.table.addEventListener(event, fetchAhead, { once: true });
    }
    this.more?.addEventListener("click", (event) => {
      event.preventDefault();
      this.load().then(
        () => this.unfold(),
        () => window.location.assign(this.more?.href ?? ""),
      );
    });
    for (const slider of this.sliders) slider.addEventListener("input", () => this.whole(() => this.reweigh()));
    for (const field of this.form.querySelectorAll<HTMLInputElement | HTMLSelectElement>(
      "#filtre-nom, #filtre-region, #filtre-statut",
    )) {
      field.addEventListener("input", () => this.whole(() => this.filter()));
    }
    for (const button of this.table.querySelectorAll<HTMLButtonElement>("button.sort")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        this.whole(() => this.sortBy(button));
      });
    }
    this.form.querySelector("[data-reset]")?.addEventListener("click", (event) => {
      event.preventDefault();
      const published = hundredths(this.published.weights);
      this.sliders.forEach((slider, index) => {
        slider.value = String(published[index] ?? 0);
      });
      this.whole(() => this.reweigh([...this.published.weights]));
    });
    this.form.querySelector<HTMLElement>("[data-without-script]")?.setAttribute("hidden", "");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.whole(() => this.filter());
    });
  }

  private unfold(): void {
    if (!this.rest || !this.more) return;
    this.rest.hidden = false;
    this.place();
    this.rest.querySelector<HTMLElement>("tr:not([hidden]) a")?.focus();
  }

  /** The page may come with weights of its own in its address; else the published ones hold, unrounded. */
  private startingWeights(): readonly number[] {
    const isOwn = this.sliders.some((slider) => new URLSearchParams(window.location.search).has(slider.name));
    return (isOwn && this.chosenWeights()) || this.published.weights;
  }

  private chosenWeights(): number[] | null {
    return normalised(this.sliders.map((slider) => Number(slider.value)));
  }

  private apply(): Ranked[] {
    const result = ranked(this.published, this.weights);
    for (const one of result) {
      const row = this.byId.get(one.id);
      if (!row) continue;
      row.rank = one.rank;
      row.score = one.score;
      const [rank, score] = [row.element.querySelector("[data-rank]"), row.element.querySelector("[data-score]")];
      if (rank) rank.textContent = writeNumber(row.rank);
      if (score) score.textContent = writeNumber(row.score, 3);
    }
    const shown = hundredths(this.weights);
    this.sliders.forEach((slider, index) => {
      const text = writePercent((shown[index] ?? 0) / 100);
      const output = this.form.querySelector<HTMLOutputElement>(`output[for="${CSS.escape(slider.id)}"]`);
      if (output) output.value = text;
      slider.setAttribute("aria-valuetext", text);
    });
    return result;
  }

  private reweigh(weights = this.chosenWeights()): void {
    if (!weights) return;
    this.weights = weights;
    const result = this.apply();
    this.arrange();
    this.announce(result[0]);
  }

  private sortBy(button: HTMLButtonElement): void {
    const header = button.closest("th");
    const key = (header?.dataset["key"] ?? "rang") as Key;
    const down = this.sort.key === key ? !this.sort.down : DOWN_FIRST.has(key);
    this.sort = { key, down };
    for (const other of this.table.querySelectorAll("th[aria-sort]")) other.setAttribute("aria-sort", "none");
    header?.setAttribute("aria-sort", down ? "descending" : "ascending");
    const field = this.form.querySelector<HTMLInputElement>("input[data-sort]");
    if (field) field.value = `${down ? "-" : ""}${key}`;
    this.arrange();
  }

  private arrange(): void {
    const shown = this.rows.filter((row) => row.element.getClientRects().length > 0);
    const before = new Map(shown.map((row) => [row, row.element.getBoundingClientRect().top]));
    const sign = this.sort.down ? -1 : 1;
    this.rows.sort((a, b) => sign * compare(this.sort.key, a, b) || compare("nom", a, b));
    this.place();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const row of shown.filter((one) => one.element.getClientRects().length > 0)) {
      const shift = (before.get(row) ?? 0) - row.element.getBoundingClientRect().top;
      if (Math.abs(shift) > 1) {
        row.element.animate([{ transform: `translateY(${shift}px)` }, { transform: "none" }], {
          duration: MOTION_MS,
          easing: "ease-out",
        });
      }
    }
  }

  /** The first rows that the filters keep stand at once, the others below them, hidden until they are asked for. */
  private place(): void {
    const elements = this.rows.map((row) => row.element);
    if (!this.rest) {
      this.body.append(...elements);
      return;
    }
    const kept = elements.filter((element) => !element.hidden);
    const folded = kept.slice(this.first);
    this.body.append(...kept.slice(0, this.first));
    this.rest.append(...folded, ...elements.filter((element) => element.hidden));
    if (!this.more) return;
    this.more.hidden = !this.rest.hidden || folded.length === 0;
    const words = folded.length > 1 ? this.more.dataset["many"] : this.more.dataset["one"];
    this.more.textContent = (words ?? "").replace("{n}", writeNumber(folded.length));
  }

  private filter(): void {
    const value = (id: string) => this.form.querySelector<HTMLInputElement | HTMLSelectElement>(id)?.value ?? "";
    const [name, region, status] = [fold(value("#filtre-nom").trim()), value("#filtre-region"), value("#filtre-statut")];
    let shown = 0;
    for (const { element, data, name: called } of this.rows) {
      const keeps =
        (!region || data["region"] === region) &&
        (!status || data["status"] === status) &&
        (!name || fold(called).includes(name));
      element.hidden = !keeps;
      if (keeps) shown += 1;
    }
    this.place();
    const count = document.querySelector<HTMLElement>("[data-count]");
    if (count) {
      const text = (shown > 1 ? count.dataset["many"] : count.dataset["one"]) ?? "";
      count.textContent =
        shown === 0 ? (count.dataset["none"] ?? "") : text.replace("{n}", writeNumber(shown)).replace("{total}", writeNumber(this.rows.length));
    }
  }

  private announce(first: Ranked | undefined): void {
    const region = this.form.querySelector<HTMLElement>("[data-announce]");
    if (!region || !first) return;
    const moves = this.rows.filter((row) => this.initial.get(row.data["id"] ?? "") !== row.rank).length;
    const text = (region.dataset["text"] ?? "")
      .replace("{first}", this.byId.get(first.id)?.name ?? first.id)
      .replace("{moves}", writeNumber(moves));
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      region.textContent = text;
    }, ANNOUNCE_AFTER_MS);
  }
}

export function startList(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-ranking]");
  const table = document.querySelector<HTMLElement>("#candidats");
  const source = form && document.getElementById(form.dataset["ranking"] ?? "");
  if (!form || !table || !source) return;
  // A page that the server has already filtered holds only a part of the rows: it stays with the server.
  const published = JSON.parse(source.textContent ?? "") as Published;
  const more = table.querySelector<HTMLElement>("a[data-more]");
  const rows = Number(more?.dataset["total"] ?? table.querySelectorAll("tr[data-id]").length);
  if (rows !== published.rows.length) return;
  new CandidateList(form, table, published);
}
