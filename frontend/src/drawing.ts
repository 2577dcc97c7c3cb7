// Drawing a place on the small map of its communes: by mouse, by touch, by keyboard, or by typing coordinates.
// The text of coordinates is the answer; the drawing writes it and follows it. Nothing is fetched.
import { HEIGHT, LEAST, type Kind, type Position, project, readPosition, readText, type Shape, unproject, type View, WIDTH, writePosition, writeText } from "./drawing-shapes.ts";

const SPACE = "http://www.w3.org/2000/svg";
const STEP = 12;
const MOST_ZOOM = 256;
const DRAG = 5;

function made(name: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

class Drawing {
  private readonly svg: SVGSVGElement;
  private readonly area: HTMLTextAreaElement;
  private readonly drawn: SVGElement;
  private readonly cross: SVGElement;
  private readonly view: View;
  private readonly history: Shape[][] = [];
  private readonly latitude = document.createElement("input");
  private shapes: Shape[];
  private pending: Position[] = [];
  private kind: Kind;
  private zoom = 1;
  private centre: [number, number] = [WIDTH / 2, HEIGHT / 2];
  private at: [number, number] = [WIDTH / 2, HEIGHT / 2];
  private pressed: { x: number; y: number; centre: [number, number]; vertex: [number, number, number] | null } | null = null;

  constructor(private readonly box: HTMLElement) {
    const svg = box.querySelector<SVGSVGElement>("svg.ground");
    const area = box.querySelector("textarea");
    const drawn = svg?.querySelector<SVGElement>(".drawn");
    if (!svg || !area || !drawn) throw new Error("the drawing holds no map");
    [this.svg, this.area, this.drawn] = [svg, area, drawn];
    const { lon, lat, scale, shapes = "" } = box.dataset;
    this.view = { lon: Number(lon), lat: Number(lat), scale: Number(scale) };
    this.shapes = readText(area.value) ?? [];
    const kinds = shapes.split(" ") as Kind[];
    this.kind = this.shapes[0]?.kind ?? (kinds.includes("polygon") ? "polygon" : (kinds[0] ?? "point"));
    this.cross = made("g", { class: "cross" });
    this.cross.append(made("path", { d: "M-14 0H14M0 -14V14" }));
    this.svg.append(this.cross);
    for (const hint of box.querySelectorAll<HTMLElement>("[data-with-script]")) hint.hidden = false;
    this.tools(kinds);
    this.entry();
    this.listen();
    this.draw();
  }

  private words(name: string): string {
    return this.box.dataset[name] ?? "";
  }

  private button(text: string, act: () => void, label = ""): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn tool";
    button.textContent = text;
    if (label) button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    return button;
  }

  private tools(kinds: readonly Kind[]): void {
    const bar = document.createElement("div");
    bar.className = "tools";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", this.words("tools"));
    const modes = kinds.map((kind) => {
      const button = this.button(this.words(kind), () => {
        this.kind = kind;
        this.pending = [];
        for (const [index, one] of modes.entries()) one.setAttribute("aria-pressed", String(kinds[index] === kind));
        this.draw();
      });
      button.setAttribute("aria-pressed", String(kind === this.kind));
      return button;
    });
    bar.append(
      ...(modes.length > 1 ? modes : []),
      this.button(this.words("new"), () => this.begin()),
      this.button(this.words("undo"), () => this.undo()),
      this.button(this.words("clear"), () => this.change([])),
      this.button("+", () => this.zoomBy(2), this.words("closer")),
      this.button("−", () => this.zoomBy(0.5), this.words("farther")),
    );
    this.svg.closest("figure")?.before(bar);
  }

  private entry(): void {
    const frame = document.createElement("div");
    frame.className = "position-entry";
    const ident = `${this.area.id}-position`;
    const label = document.createElement("label");
    label.htmlFor = ident;
    label.textContent = this.words("position");
    this.latitude.id = ident;
    this.latitude.type = "text";
    this.latitude.className = "form-control is-short";
    this.latitude.inputMode = "decimal";
    this.latitude.placeholder = "49.1458, 0.2256";
    const add = () => {
      const position = readPosition(this.latitude.value);
      this.latitude.setAttribute("aria-invalid", String(!position));
      if (!position) return this.say(this.words("unread"));
      this.latitude.value = "";
      this.place(position);
    };
    this.latitude.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      add();
    });
    frame.append(label, this.latitude, this.button(this.words("add"), add));
    this.box.querySelector(".coordinates")?.before(frame);
  }

  private listen(): void {
    this.svg.setAttribute("tabindex", "0");
    this.svg.setAttribute("role", "application");
    this.svg.setAttribute("aria-roledescription", this.words("map"));
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.svg.addEventListener("pointerdown", (event) => this.down(event));
    this.svg.addEventListener("pointermove", (event) => this.move(event));
    this.svg.addEventListener("pointerup", (event) => this.up(event));
    this.svg.addEventListener("pointercancel", () => (this.pressed = null));
    this.area.addEventListener("input", (event) => {
      if (!event.isTrusted) return;
      const read = readText(this.area.value);
      if (read) {
        this.shapes = read;
        this.pending = [];
        this.draw();
      }
    });
  }

  private placeOf(event: PointerEvent): [number, number] {
    const frame = this.svg.getBoundingClientRect();
    const [left, top] = this.corner();
    return [
      left + ((event.clientX - frame.left) / frame.width) * (WIDTH / this.zoom),
      top + ((event.clientY - frame.top) / frame.height) * (HEIGHT / this.zoom),
    ];
  }

  private corner(): [number, number] {
    return [this.centre[0] - WIDTH / this.zoom / 2, this.centre[1] - HEIGHT / this.zoom / 2];
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const vertex = (event.target as Element).getAttribute("data-vertex");
    const [shape = 0, ring = 0, index = 0] = (vertex ?? "").split(" ").map(Number);
    this.pressed = { x: event.clientX, y: event.clientY, centre: [...this.centre], vertex: vertex ? [shape, ring, index] : null };
    if (vertex) this.history.push(this.shapes);
    if (event.pointerType === "mouse" || vertex) this.svg.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    if (!this.pressed) return;
    const [dx, dy] = [event.clientX - this.pressed.x, event.clientY - this.pressed.y];
    if (Math.hypot(dx, dy) < DRAG) return;
    if (this.pressed.vertex) {
      const [x, y] = this.placeOf(event);
      this.shift(this.pressed.vertex, unproject(this.view, x, y));
    } else if (event.pointerType === "mouse") {
      const unit = WIDTH / this.zoom / this.svg.getBoundingClientRect().width;
      this.look([this.pressed.centre[0] - dx * unit, this.pressed.centre[1] - dy * unit]);
    }
  }

  private up(event: PointerEvent): void {
    const pressed = this.pressed;
    this.pressed = null;
    if (!pressed) return;
    const isStill = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < DRAG;
    if (pressed.vertex) {
      if (isStill) this.history.pop();
      else this.write();
    } else if (isStill) {
      const [x, y] = this.placeOf(event);
      this.at = [x, y];
      this.place(unproject(this.view, x, y));
    }
  }

  private shift([shape, ring, index]: [number, number, number], position: Position): void {
    this.shapes = this.shapes.map((one, s) =>
      s !== shape ? one : { kind: one.kind, rings: one.rings.map((r, n) => (n !== ring ? r : r.map((p, i) => (i === index ? position : p)))) },
    );
    this.draw();
  }

  private key(event: KeyboardEvent): void {
    const steps: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    if (step) {
      const length = ((event.shiftKey ? 4 : 1) * STEP) / this.zoom;
      this.at = [this.at[0] + step[0] * length, this.at[1] + step[1] * length];
      const [left, top] = this.corner();
      const isOutside = this.at[0] < left || this.at[1] < top || this.at[0] > left + WIDTH / this.zoom || this.at[1] > top + HEIGHT / this.zoom;
      if (isOutside) this.look([...this.at]);
      this.draw();
      this.say(writePosition(unproject(this.view, ...this.at)));
    } else if (event.key === "Enter" || event.key === " ") {
      this.place(unproject(this.view, ...this.at));
    } else if (event.key === "Backspace" || event.key === "Delete") {
      this.undo();
    } else if (event.key === "+") {
      this.zoomBy(2);
    } else if (event.key === "-") {
      this.zoomBy(0.5);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Add a position: a point of its own, or the next corner of the outline that is being drawn. */
  private place(position: Position): void {
    const same = this.shapes.filter((one) => one.kind === this.kind);
    if (this.kind === "point") {
      this.change([...same, { kind: "point", rings: [[position]] }]);
    } else if (this.pending.length > 0 || same.length === 0) {
      this.pending = [...this.pending, position];
      if (this.pending.length >= LEAST[this.kind]) {
        const ring = this.pending;
        this.pending = [];
        this.change([...same, { kind: this.kind, rings: [ring] }]);
      } else {
        this.draw();
      }
    } else {
      const last = same.at(-1);
      const ring = [...(last?.rings[0] ?? []), position];
      this.change([...same.slice(0, -1), { kind: this.kind, rings: [ring, ...(last?.rings.slice(1) ?? [])] }]);
    }
    const left = this.pending.length > 0 ? LEAST[this.kind] - this.pending.length : 0;
    this.say(left > 0 ? this.words("left").replace("{n}", String(left)) : `${this.words("placed")} ${writePosition(position)}`);
  }

  private begin(): void {
    const [x, y] = this.at;
    if (this.kind === "point") return this.place(unproject(this.view, x, y));
    this.pending = [unproject(this.view, x, y)];
    this.draw();
    this.say(this.words("left").replace("{n}", String(LEAST[this.kind] - 1)));
  }

  private undo(): void {
    if (this.pending.length > 0) {
      this.pending = this.pending.slice(0, -1);
      this.draw();
    } else {
      const before = this.history.pop();
      if (!before) return;
      this.shapes = before;
      this.write();
    }
    this.say(this.words("undone"));
  }

  private change(shapes: Shape[]): void {
    this.history.push(this.shapes);
    this.shapes = shapes;
    if (shapes.length === 0) this.pending = [];
    this.write();
  }

  private write(): void {
    this.area.value = writeText(this.shapes, this.words("language"));
    this.draw();
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.area.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private zoomBy(factor: number): void {
    this.zoom = Math.min(MOST_ZOOM, Math.max(1, this.zoom * factor));
    if (factor > 1) this.centre = [...this.at];
    if (this.zoom === 1) this.centre = [WIDTH / 2, HEIGHT / 2];
    this.draw();
  }

  private look(centre: [number, number]): void {
    this.centre = centre;
    this.draw();
  }

  private draw(): void {
    const [left, top] = this.corner();
    this.svg.setAttribute("viewBox", `${left} ${top} ${WIDTH / this.zoom} ${HEIGHT / this.zoom}`);
    this.cross.setAttribute("transform", `translate(${this.at[0]} ${this.at[1]}) scale(${1 / this.zoom})`);
    this.svg.querySelector(".names")?.setAttribute("font-size", String(13 / this.zoom));
    this.bar(left, top);
    const parts: SVGElement[] = [];
    this.shapes.forEach((shape, s) => {
      if (shape.kind !== "point") {
        const d = shape.rings.map((ring) => `M${ring.map((p) => project(this.view, p).join(" ")).join("L")}${shape.kind === "polygon" ? "Z" : ""}`);
        parts.push(made("path", { class: shape.kind, d: d.join("") }));
      }
      shape.rings.forEach((ring, r) => ring.forEach((p, i) => parts.push(this.vertex(p, `${s} ${r} ${i}`))));
    });
    if (this.pending.length > 0) {
      const d = `M${this.pending.map((p) => project(this.view, p).join(" ")).join("L")}`;
      parts.push(made("path", { class: "line pending", d }), ...this.pending.map((p) => this.vertex(p, null)));
    }
    this.drawn.replaceChildren(...parts);
  }

  private vertex(position: Position, key: string | null): SVGElement {
    const [x, y] = project(this.view, position);
    const radius = (this.kind === "point" ? 6 : 5) / this.zoom;
    return made("circle", { class: "vertex", cx: String(x), cy: String(y), r: String(radius), ...(key ? { "data-vertex": key } : {}) });
  }

  private bar(left: number, top: number): void {
    const bar = this.svg.querySelector(".bar");
    const scale = this.view.scale * this.zoom;
    const most = WIDTH / 5 / scale;
    const ten = 10 ** Math.floor(Math.log10(most));
    const km = [5, 2, 1].map((m) => m * ten).find((m) => m <= most) ?? ten;
    const wide = km * scale;
    const x = left + (WIDTH - 16 - wide) / this.zoom;
    const y = top + (HEIGHT - 24) / this.zoom;
    bar?.setAttribute("transform", `translate(${x} ${y}) scale(${1 / this.zoom})`);
    bar?.querySelector("path")?.setAttribute("d", `M0 -5V0H${wide}V-5`);
    const text = bar?.querySelector("text");
    text?.setAttribute("x", String(wide));
    if (text) text.textContent = km >= 1 ? `${km} km` : `${Math.round(1000 * km)} m`;
  }

  private say(text: string): void {
    const line = this.box.querySelector("[data-said]");
    if (line) line.textContent = text;
  }
}

export function startDrawings(): void {
  for (const box of document.querySelectorAll<HTMLElement>("form[data-draft] [data-drawing]")) {
    if (!box.querySelector("textarea:disabled")) new Drawing(box);
  }
}
