// Points as the server sends them, column by column, and what is read from them without any map.
import type { FeatureCollection, Point } from "geojson";

export interface Words {
  readonly label: readonly string[];
  readonly free: readonly string[];
  readonly sure: readonly string[];
  readonly place: readonly string[];
  readonly real: readonly string[];
}

export interface Columns {
  readonly scale: number;
  readonly page: string;
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly lon: readonly number[];
  readonly lat: readonly number[];
  // One digit a site.
  readonly label: string;
  readonly free: string;
  readonly sure: string;
  readonly place: string;
  readonly real: string;
  readonly words: Words;
}

export interface Site {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly url: string;
  readonly lines: readonly string[];
}

export type Box = readonly [west: number, south: number, east: number, north: number];

function digit(column: string, index: number): number {
  return column.charCodeAt(index) - 48;
}

// In the order of the list, which is the order of the columns.
export function features(columns: Columns): FeatureCollection<Point> {
  return {
    type: "FeatureCollection",
    features: columns.ids.map((_id, index) => ({
      type: "Feature",
      id: index,
      properties: {
        i: index,
        l: digit(columns.label, index),
        f: digit(columns.free, index),
        s: digit(columns.sure, index),
      },
      geometry: { type: "Point", coordinates: position(columns, index) },
    })),
  };
}

export function position(columns: Columns, index: number): [number, number] {
  return [(columns.lon[index] ?? 0) / columns.scale, (columns.lat[index] ?? 0) / columns.scale];
}

export function siteAt(columns: Columns, index: number): Site {
  const [lon, lat] = position(columns, index);
  const { words } = columns;
  const id = columns.ids[index] ?? "";
  const lines = [
    words.label[digit(columns.label, index)],
    words.free[digit(columns.free, index)],
    words.sure[digit(columns.sure, index)],
    words.place[digit(columns.place, index)],
    words.real[digit(columns.real, index)],
  ];
  return {
    index,
    id,
    name: columns.names[index] ?? id,
    lon,
    lat,
    url: columns.page.replace("{}", encodeURIComponent(id)),
    lines: lines.filter((line): line is string => Boolean(line)),
  };
}

// The first sites of the list that stand in a box, and how many do.
export function within(columns: Columns, box: Box, most: number): { total: number; first: number[] } {
  const [west, south, east, north] = box.map((degrees) => degrees * columns.scale) as [number, number, number, number];
  const first: number[] = [];
  let total = 0;
  for (let index = 0; index < columns.ids.length; index += 1) {
    const lon = columns.lon[index] as number;
    const lat = columns.lat[index] as number;
    if (lon < west || lon > east || lat < south || lat > north) continue;
    total += 1;
    if (first.length < most) first.push(index);
  }
  return { total, first };
}

export function parseBox(text: string | undefined): Box | null {
  const numbers = (text ?? "").split(",").map(Number);
  if (numbers.length !== 4 || numbers.some((one) => !Number.isFinite(one)) || text === "") return null;
  return numbers as unknown as Box;
}
