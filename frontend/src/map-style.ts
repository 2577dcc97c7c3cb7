// What the maps look like: a style of our own, from the colours of the page, that names no other host.
import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { FeatureCollection } from "geojson";

export const COLOURS = [
  "paper", "ground", "ink", "ink-soft", "rule", "mark", "accent", "accent-soft", "on-accent", "caution",
  "caution-soft", "field",
] as const;
export type Colours = Readonly<Record<(typeof COLOURS)[number], string>>;

export interface Ground {
  readonly regions: string;
  readonly departements: string;
  readonly towns: string;
}

// Quoted, because an unquoted name cannot hold a word that begins with a digit; drawn by the browser, no glyph server.
const FONT = ['"Source Sans 3"'];
export const SITES = "sites";
export const HERE = "here";
export const SHAPE = "shape";
export const CLUSTERS = "sites-clusters";
export const POINTS = "sites-points";
export const DEPARTEMENTS = "departements-land";
export const COMMUNES_FROM_ZOOM = 8.5;
// Above this zoom no two sites are joined, unless they stand at the same place.
export const JOINED_UNTIL_ZOOM = 10;
const JOINED_WITHIN_PX = 42;

const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };
const IS_AREA: ["==", ["geometry-type"], string] = ["==", ["geometry-type"], "Polygon"];
const IS_POINT: ["==", ["geometry-type"], string] = ["==", ["geometry-type"], "Point"];

function named(id: string, source: string, colours: Colours, least: number, most: number, size: number): LayerSpecification {
  return {
    id,
    type: "symbol",
    source,
    filter: IS_POINT,
    minzoom: least,
    maxzoom: most,
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": size, "text-max-width": 8, "text-padding": 6 },
    paint: { "text-color": colours["ink-soft"], "text-halo-color": colours.field, "text-halo-width": 1.5 },
  };
}

function groundLayers(colours: Colours): LayerSpecification[] {
  const width = (thin: number, thick: number): ["interpolate", ["linear"], ["zoom"], ...number[]] => [
    "interpolate", ["linear"], ["zoom"], 4, thin, 10, thick,
  ];
  return [
    { id: "sea", type: "background", paint: { "background-color": colours.ground } },
    { id: DEPARTEMENTS, type: "fill", source: "departements", filter: IS_AREA, paint: { "fill-color": colours.field, "fill-antialias": false } },
    { id: "departements-line", type: "line", source: "departements", filter: IS_AREA, paint: { "line-color": colours.rule, "line-width": width(0.6, 2) } },
    { id: "regions-line", type: "line", source: "regions", filter: IS_AREA, paint: { "line-color": colours.mark, "line-width": width(0.7, 2) } },
  ];
}

function nameLayers(colours: Colours): LayerSpecification[] {
  return [
    named("departements-names", "departements", colours, 6.5, 8.5, 13),
    {
      id: "towns-names",
      type: "symbol",
      source: "towns",
      minzoom: 5,
      maxzoom: 10,
      filter: ["<=", ["get", "rank"], ["step", ["zoom"], -180_000, 6.5, -90_000, 7.5, -40_000, 8.5, -15_000]],
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 14,
        "symbol-sort-key": ["get", "rank"],
        "text-padding": 8,
      },
      paint: { "text-color": colours.ink, "text-halo-color": colours.field, "text-halo-width": 1.5 },
    },
    named("regions-names", "regions", colours, 4.5, 6.5, 14),
  ];
}

// `l`: label (0 none, 1 in force, 2 suspended or ended); `f`: class of the free area; `s`: 1 when it answers for sure.
function siteLayers(colours: Colours): LayerSpecification[] {
  return [
    {
      id: CLUSTERS,
      type: "circle",
      source: SITES,
      filter: ["has", "point_count"],
      paint: {
        "circle-color": colours["accent-soft"],
        "circle-stroke-color": colours.accent,
        "circle-stroke-width": 1.5,
        "circle-radius": ["step", ["get", "point_count"], 13, 10, 16, 100, 20, 1000, 26],
      },
    },
    {
      id: "sites-counts",
      type: "symbol",
      source: SITES,
      filter: ["has", "point_count"],
      layout: {
        "text-field": ["to-string", ["get", "point_count"]],
        "text-font": FONT,
        "text-size": 14,
        // Always written, and names of places keep clear of it.
        "text-allow-overlap": true,
        "text-padding": 14,
      },
      paint: { "text-color": colours.ink },
    },
    {
      id: POINTS,
      type: "circle",
      source: SITES,
      filter: ["!", ["has", "point_count"]],
      paint: {
        "circle-color": ["match", ["get", "l"], 1, colours.accent, 2, colours["caution-soft"], colours.field],
        "circle-stroke-color": ["case", ["==", ["get", "l"], 2], colours.caution, ["==", ["get", "l"], 1], colours.field, colours.ink],
        "circle-stroke-width": ["case", ["==", ["get", "l"], 1], 1, 1.75],
        "circle-opacity": ["case", ["==", ["get", "s"], 1], 1, 0.45],
        "circle-radius": ["match", ["get", "f"], 1, 4.5, 2, 6, 3, 8, 4, 10, 5],
      },
    },
  ];
}

function shapeLayers(colours: Colours): LayerSpecification[] {
  const ofKind = (kind: string): ["==", ["get", string], string] => ["==", ["get", "kind"], kind];
  return [
    { id: "shape-site", type: "fill", source: SHAPE, filter: ["all", IS_AREA, ofKind("site")], paint: { "fill-color": colours["accent-soft"], "fill-opacity": 0.6 } },
    {
      id: "shape-lots",
      type: "fill",
      source: SHAPE,
      filter: ["all", IS_AREA, ofKind("lot")],
      paint: { "fill-color": ["case", ["==", ["get", "free"], 1], colours.accent, colours.mark], "fill-opacity": ["case", ["==", ["get", "free"], 1], 0.45, 0.25] },
    },
    { id: "shape-line", type: "line", source: SHAPE, filter: IS_AREA, paint: { "line-color": ["case", ofKind("site"), colours.accent, colours.ink], "line-width": ["case", ofKind("site"), 2.5, 1.25] } },
    {
      id: "shape-point",
      type: "circle",
      source: SHAPE,
      filter: ["all", IS_POINT, ofKind("site")],
      paint: {
        "circle-color": ["case", ["==", ["get", "by_commune"], 1], colours.field, colours.accent],
        "circle-stroke-color": ["case", ["==", ["get", "by_commune"], 1], colours.caution, colours.field],
        "circle-stroke-width": 2,
        "circle-radius": 8,
      },
    },
    {
      id: "shape-names",
      type: "symbol",
      source: SHAPE,
      filter: ["all", IS_POINT, ofKind("lot")],
      minzoom: 12,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 13, "text-max-width": 9 },
      paint: { "text-color": colours.ink, "text-halo-color": colours.field, "text-halo-width": 1.5 },
    },
  ];
}

// A ring around what is pointed at in the list or on the map, above everything.
function hereLayer(colours: Colours): LayerSpecification {
  return {
    id: HERE,
    type: "circle",
    source: HERE,
    paint: { "circle-radius": 15, "circle-opacity": 0, "circle-stroke-color": colours.caution, "circle-stroke-width": 3 },
  };
}

// The layers that a reader switches on: areas under the sites, and points as signs with their names.
export function switchedLayers(name: string, kind: string, sign: string, colours: Colours): LayerSpecification[] {
  if (kind === "area") {
    return [
      { id: `${name}-fill`, type: "fill", source: name, filter: IS_AREA, paint: { "fill-color": colours.accent, "fill-opacity": 0.13 } },
      { id: `${name}-line`, type: "line", source: name, filter: IS_AREA, paint: { "line-color": colours.accent, "line-width": 1 } },
      named(`${name}-names`, name, colours, 7.5, 24, 12),
    ];
  }
  return [
    {
      id: `${name}-signs`,
      type: "symbol",
      source: name,
      layout: {
        "text-field": ["step", ["zoom"], sign, 9.5, ["concat", sign, " ", ["get", "name"]]],
        "text-font": FONT,
        "text-size": ["interpolate", ["linear"], ["zoom"], 5, 8, 10, 13],
        "text-allow-overlap": ["step", ["zoom"], true, 9.5, false],
        "text-anchor": "center",
        "text-max-width": 12,
      },
      paint: { "text-color": colours.ink, "text-halo-color": colours.field, "text-halo-width": 1.25 },
    },
  ];
}

export function communeLayers(source: string, colours: Colours): LayerSpecification[] {
  return [
    { id: `${source}-line`, type: "line", source, minzoom: COMMUNES_FROM_ZOOM, filter: IS_AREA, paint: { "line-color": colours.rule, "line-width": 0.8 } },
    named(`${source}-names`, source, colours, 10, 24, 12),
  ];
}

export function mapStyle(colours: Colours, ground: Ground, holds: "points" | "shape"): StyleSpecification {
  const data = (url: string): SourceSpecification => ({ type: "geojson", data: url });
  const sources: Record<string, SourceSpecification> = {
    regions: data(ground.regions),
    departements: data(ground.departements),
    towns: data(ground.towns),
    [HERE]: { type: "geojson", data: NOTHING },
  };
  if (holds === "points") {
    sources[SITES] = {
      type: "geojson",
      data: NOTHING,
      cluster: true,
      clusterRadius: JOINED_WITHIN_PX,
      clusterMaxZoom: JOINED_UNTIL_ZOOM,
    };
  } else {
    sources[SHAPE] = { type: "geojson", data: NOTHING };
  }
  const held = holds === "points" ? siteLayers(colours) : shapeLayers(colours);
  return {
    version: 8,
    sources,
    layers: [...groundLayers(colours), ...nameLayers(colours), ...held, hereLayer(colours)],
  };
}
