// The map under everything: its colours by scheme, its buttons, the layers that are switched on, the communes nearby.
import { type GeoJSONSource, type LayerSpecification, type LngLatLike, Map as GlMap, type MapGeoJSONFeature, type MapMouseEvent, Popup } from "maplibre-gl";
import type { FeatureCollection } from "geojson";
import { type Box, parseBox } from "./map-points.ts";
import {
  COLOURS, type Colours, COMMUNES_FROM_ZOOM, communeLayers, DEPARTEMENTS, HERE, mapStyle, SHAPE, SITES, switchedLayers,
} from "./map-style.ts";

const PADDING = 28;
const CLOSEST = 15;
const MOST_COMMUNES_SOURCES = 12;
const FADE_MS = 160;
const CLOSEST_ON_OPENING = 13.5;

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--rb-${name}`).trim()])) as Colours;
}

export class GroundMap {
  readonly gl: GlMap;
  readonly holds: "points" | "shape";
  home: Box | null;
  private colours = readColours();
  private popup: Popup | null = null;
  private readonly communes = new Set<string>();
  private readonly told: string[] = [];
  private hovered: ((feature: MapGeoJSONFeature | null) => void) | null = null;
  private readonly switched: { name: string; kind: string; sign: string }[] = [];

  constructor(readonly root: HTMLElement, container: HTMLElement) {
    this.holds = root.dataset["points"] ? "points" : "shape";
    this.home = parseBox(root.dataset["bounds"]);
    const ground = { regions: this.url("regions"), departements: this.url("departements"), towns: this.url("villes") };
    const data = root.dataset;
    this.gl = new GlMap({
      container,
      style: mapStyle(this.colours, ground, this.holds),
      ...(this.home ? { bounds: this.home as [number, number, number, number], fitBoundsOptions: { padding: PADDING } } : {}),
      attributionControl: false,
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      minZoom: 1,
      maxZoom: CLOSEST,
      renderWorldCopies: false,
      // The style is ours and tested; checking it again costs every reader.
      validateStyle: false,
      // Without fading MapLibre places every name anew at each frame, which costs more than all the rest.
      fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : FADE_MS,
      locale: {
        "Map.Title": data["label"] ?? "",
        "Popup.Close": data["close"] ?? "",
        "CooperativeGesturesHandler.WindowsHelpText": data["gestureCtrl"] ?? "",
        "CooperativeGesturesHandler.MacHelpText": data["gestureCmd"] ?? "",
        "CooperativeGesturesHandler.MobileHelpText": data["gestureTouch"] ?? "",
      },
    });
    this.gl.touchZoomRotate.disableRotation();
    this.gl.keyboard.disableRotation();
    this.buttons();
    this.layers();
    this.gl.on("mousemove", (event) => this.hover(event));
    this.gl.on("moveend", () => this.loadCommunes());
    this.gl.on("idle", () => this.loadCommunes());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.popup) this.closePopup();
    });
  }

  set(source: string, data: FeatureCollection): void {
    const write = (): void => void this.gl.getSource<GeoJSONSource>(source)?.setData(data);
    if (this.gl.getSource(source)) write();
    else this.gl.once("load", write);
  }

  go(box: Box, isAnimated = true): void {
    this.gl.fitBounds(box as [number, number, number, number], {
      padding: PADDING,
      maxZoom: CLOSEST_ON_OPENING,
      animate: isAnimated,
      duration: 600,
    });
  }

  pointAt(position: [number, number] | null): void {
    const features = position
      ? [{ type: "Feature" as const, properties: {}, geometry: { type: "Point" as const, coordinates: position } }]
      : [];
    this.set(HERE, { type: "FeatureCollection", features });
  }

  openPopup(at: LngLatLike, content: Node): void {
    this.closePopup(false);
    this.popup = new Popup({ maxWidth: "20rem", offset: 10 }).setLngLat(at).setDOMContent(content).addTo(this.gl);
    this.popup.on("close", () => {
      this.popup = null;
      this.pointAt(null);
    });
  }

  closePopup(returnsFocus = true): void {
    this.popup?.remove();
    if (returnsFocus) this.gl.getCanvas().focus();
  }

  popupContent(name: string, url: string, lines: readonly string[]): Node {
    const template = this.root.querySelector<HTMLTemplateElement>("[data-map-popup]");
    if (!template) throw new Error("the map has no template for what it tells");
    const content = template.content.cloneNode(true) as DocumentFragment;
    const link = content.querySelector<HTMLAnchorElement>("[data-part='name']");
    const said = content.querySelector<HTMLElement>("[data-part='lines']");
    if (link) {
      link.textContent = name;
      if (url) link.href = url;
    }
    for (const line of lines) {
      const row = document.createElement("span");
      row.textContent = line;
      said?.append(row);
    }
    const box = document.createElement("div");
    box.append(content);
    return box;
  }

  onFeature(layer: string, tell: (feature: MapGeoJSONFeature, at: LngLatLike) => void): void {
    this.gl.on("click", layer, (event) => {
      const feature = event.features?.[0];
      if (feature) tell(feature, event.lngLat);
    });
    this.told.push(layer);
  }

  // What the pointer is over, asked of the drawn map only while it stands still: a drag must not wait for it.
  onHover(tell: (feature: MapGeoJSONFeature | null) => void): void {
    this.hovered = tell;
  }

  private hover(event: MapMouseEvent): void {
    if (this.gl.isMoving()) return;
    const layers = this.told.filter((layer) => this.gl.getLayer(layer));
    const feature = this.gl.queryRenderedFeatures(event.point, { layers })[0] ?? null;
    this.gl.getCanvas().classList.toggle("is-over", feature !== null);
    this.hovered?.(feature);
  }

  private url(name: string): string {
    return new URL(this.root.dataset[name] ?? "", document.baseURI).href;
  }

  private buttons(): void {
    for (const button of this.root.querySelectorAll<HTMLButtonElement>("button[data-zone]")) {
      button.addEventListener("click", () => {
        const box = parseBox(button.dataset["zone"]) ?? this.home;
        if (box) this.go(box);
      });
    }
    for (const button of this.root.querySelectorAll<HTMLButtonElement>("button[data-zoom]")) {
      button.addEventListener("click", () => void this.gl.easeTo({ zoom: this.gl.getZoom() + Number(button.dataset["zoom"]) }));
    }
  }

  private layers(): void {
    for (const box of this.root.querySelectorAll<HTMLInputElement>("input[data-layer]")) {
      const turn = (): void => this.switchLayer(box);
      box.addEventListener("change", turn);
      if (box.checked) this.gl.once("load", turn);
    }
  }

  private switchLayer(box: HTMLInputElement): void {
    const name = box.value;
    const kind = box.dataset["kind"] ?? "point";
    if (!this.gl.getSource(name)) {
      if (!box.checked) return;
      const sign = box.dataset["sign"] ?? "";
      this.gl.addSource(name, { type: "geojson", data: new URL(box.dataset["layer"] ?? "", document.baseURI).href });
      const below = kind === "area" ? "regions-line" : (this.holds === "points" ? `${SITES}-clusters` : `${SHAPE}-site`);
      for (const layer of switchedLayers(name, kind, sign, this.colours)) this.gl.addLayer(layer, below);
      this.switched.push({ name, kind, sign });
      return;
    }
    for (const layer of switchedLayers(name, kind, "", this.colours)) {
      this.gl.setLayoutProperty(layer.id, "visibility", box.checked ? "visible" : "none");
    }
  }

  // The cells of the communes of the départements in view, département by département, close to the ground only.
  private loadCommunes(): void {
    if (this.gl.getZoom() < COMMUNES_FROM_ZOOM || !this.gl.getLayer(DEPARTEMENTS)) return;
    const seen = this.gl.queryRenderedFeatures({ layers: [DEPARTEMENTS] });
    for (const code of new Set(seen.map((feature) => String(feature.properties["code"])))) {
      if (this.communes.has(code) || this.communes.size >= MOST_COMMUNES_SOURCES) continue;
      this.communes.add(code);
      const source = `communes-${code}`;
      const address = (this.root.dataset["communes"] ?? "").replace("{}", code);
      this.gl.addSource(source, { type: "geojson", data: new URL(address, document.baseURI).href });
      for (const layer of communeLayers(source, this.colours)) this.gl.addLayer(layer, "departements-line");
    }
  }

  // The same layers in the colours of the other scheme; what is switched on stays so.
  private recolour(): void {
    this.colours = readColours();
    const ground = { regions: "", departements: "", towns: "" };
    const all: LayerSpecification[] = [...mapStyle(this.colours, ground, this.holds).layers];
    for (const one of this.switched) all.push(...switchedLayers(one.name, one.kind, one.sign, this.colours));
    for (const code of this.communes) all.push(...communeLayers(`communes-${code}`, this.colours));
    for (const layer of all) {
      if (!this.gl.getLayer(layer.id)) continue;
      for (const [name, value] of Object.entries(layer.paint ?? {})) {
        if (name.includes("color")) this.gl.setPaintProperty(layer.id, name as never, value as never);
      }
    }
  }
}
