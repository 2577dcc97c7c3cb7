// Shapes as text, and between degrees and the drawing; the server reads and draws them in the same way.

export type Position = readonly [number, number];
export type Kind = "point" | "line" | "polygon";

export interface Shape {
  readonly kind: Kind;
  readonly rings: readonly (readonly Position[])[];
}

export interface View {
  readonly lon: number;
  readonly lat: number;
  readonly scale: number;
}

export const WIDTH = 720;
export const HEIGHT = 480;
export const LEAST: Readonly<Record<Kind, number>> = { point: 1, line: 2, polygon: 3 };
const KM_PER_DEGREE = 111.195;
const DIGITS = 6;
const WORDS: Readonly<Record<string, Kind>> = { point: "point", ligne: "line", line: "line", contour: "polygon", outline: "polygon" };
const HOLES: readonly string[] = ["trou", "hole"];

function stretch(view: View): number {
  return Math.cos((view.lat * Math.PI) / 180);
}

export function project(view: View, [lon, lat]: Position): [number, number] {
  return [
    WIDTH / 2 + (lon - view.lon) * stretch(view) * KM_PER_DEGREE * view.scale,
    HEIGHT / 2 - (lat - view.lat) * KM_PER_DEGREE * view.scale,
  ];
}

export function unproject(view: View, x: number, y: number): Position {
  const lon = view.lon + (x - WIDTH / 2) / (stretch(view) * KM_PER_DEGREE * view.scale);
  const lat = view.lat - (y - HEIGHT / 2) / (KM_PER_DEGREE * view.scale);
  return [Number(lon.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))];
}

function opened(ring: Position[]): Position[] {
  const [first, last] = [ring[0], ring.at(-1)];
  return first && last && ring.length > 1 && first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : ring;
}

const NUMBER = String.raw`[+-]?\d{1,3}(?:[.,]\d+)?`;
const TIGHT = /^([+-]?\d{1,3}(?:\.\d+)?),([+-]?\d{1,3}(?:\.\d+)?)$/;
const PAIR = new RegExp(String.raw`^(${NUMBER})\s*(?:;|\s|,\s)\s*(${NUMBER})$`);

export function readPosition(line: string): Position | null {
  const plain = line.trim().replaceAll("−", "-");
  const found = TIGHT.exec(plain) ?? PAIR.exec(plain);
  if (!found) return null;
  const [lat, lon] = [found[1], found[2]].map((one) => Number((one ?? "").replace(",", ".")));
  if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) return null;
  return [lon, lat];
}

/** The shapes of a text; null when a line cannot be read or a shape has too few positions. */
export function readText(text: string): Shape[] | null {
  const blocks: { word: string; ring: Position[] }[] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim().replace(/:$/, "").trim().toLowerCase();
    if (!line) continue;
    if (line in WORDS || HOLES.includes(line)) {
      blocks.push({ word: line, ring: [] });
      continue;
    }
    const position = readPosition(line);
    if (!position) return null;
    if (blocks.length === 0) blocks.push({ word: "", ring: [] });
    blocks.at(-1)?.ring.push(position);
  }
  return assembled(blocks);
}

function assembled(blocks: readonly { word: string; ring: Position[] }[]): Shape[] | null {
  const shapes: Shape[] = [];
  for (const { word, ring } of blocks) {
    if (word && ring.length === 0) continue;
    const isHole = HOLES.includes(word);
    const kind = WORDS[word] ?? (ring.length > 1 || isHole ? "polygon" : "point");
    const open = opened(ring);
    if (open.length < LEAST[kind]) return null;
    const last = shapes.at(-1);
    if (isHole && last?.kind === "polygon") {
      shapes[shapes.length - 1] = { kind: "polygon", rings: [...last.rings, open] };
    } else if (kind === "point") {
      shapes.push(...ring.map((one): Shape => ({ kind: "point", rings: [[one]] })));
    } else {
      shapes.push({ kind, rings: [open] });
    }
  }
  return shapes;
}

export function writePosition([lon, lat]: Position): string {
  return `${lat.toFixed(DIGITS)}, ${lon.toFixed(DIGITS)}`;
}

export function writeText(shapes: readonly Shape[], language: string): string {
  const french = language !== "en";
  const names: Record<Kind, string> = {
    point: "point",
    line: french ? "ligne" : "line",
    polygon: french ? "contour" : "outline",
  };
  const lines: string[] = [];
  for (const shape of shapes) {
    shape.rings.forEach((ring, number) => {
      lines.push(number === 0 ? names[shape.kind] : (HOLES[french ? 0 : 1] ?? ""), ...ring.map(writePosition));
    });
  }
  return lines.join("\n");
}
