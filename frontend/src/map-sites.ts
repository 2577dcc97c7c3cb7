// Many sites: joined where they touch, opened by a click, and tied to the list beside the map.
import type { GeoJSONSource, LngLatLike } from "maplibre-gl";
import type { GroundMap } from "./map-ground.ts";
import { type Columns, features, position, type Site, siteAt, within } from "./map-points.ts";
import { CLUSTERS, POINTS, SITES } from "./map-style.ts";
import { writeNumber } from "./writing.ts";

const LISTED = 20;
const TOLD_AT_ONE_PLACE = 12;
const ANNOUNCED_AFTER_MS = 500;

export class SitesMap {
  private columns: Columns | null = null;
  private timer: number | undefined;
  private readonly list: HTMLElement | null;
  private readonly said: HTMLElement | null;

  constructor(private readonly map: GroundMap, address: string) {
    this.list = document.querySelector<HTMLElement>("[data-map-list]");
    this.said = map.root.querySelector<HTMLElement>("[data-map-said]");
    map.onFeature(CLUSTERS, (feature, at) => void this.openCluster(Number(feature.properties["cluster_id"]), Number(feature.properties["point_count"]), at));
    map.onFeature(POINTS, (feature) => this.tell(Number(feature.properties["i"])));
    map.onHover((feature) => this.markListed(feature?.layer.id === POINTS ? Number(feature.properties["i"]) : -1));
    map.gl.on("moveend", () => this.listInView());
    void this.load(address);
  }

  private async load(address: string): Promise<void> {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    this.columns = (await response.json()) as Columns;
    this.map.set(SITES, features(this.columns));
    if (this.map.gl.loaded()) this.listInView();
    else this.map.gl.once("load", () => this.listInView());
    this.map.root.setAttribute("data-count", String(this.columns.ids.length));
  }

  // A group opens by coming closer; sites at one and the same place are told by name instead.
  private async openCluster(cluster: number, count: number, at: LngLatLike): Promise<void> {
    const source = this.map.gl.getSource<GeoJSONSource>(SITES);
    const { columns } = this;
    if (!source || !columns) return;
    const leaves = await source.getClusterLeaves(cluster, Math.min(count, 2000), 0);
    const indices = leaves.map((leaf) => Number(leaf.properties?.["i"])).sort((a, b) => a - b);
    const places = indices.map((index) => position(columns, index));
    const lons = places.map((place) => place[0]);
    const lats = places.map((place) => place[1]);
    const box = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)] as const;
    if (box[0] !== box[2] || box[1] !== box[3]) {
      this.map.go(box);
      return;
    }
    const content = document.createElement("div");
    for (const index of indices.slice(0, TOLD_AT_ONE_PLACE)) {
      const site = siteAt(columns, index);
      content.append(this.map.popupContent(site.name, site.url, site.lines));
    }
    if (count > TOLD_AT_ONE_PLACE) {
      const rest = document.createElement("p");
      rest.textContent = `+ ${writeNumber(count - TOLD_AT_ONE_PLACE)}`;
      content.append(rest);
    }
    this.map.openPopup(at, content);
  }

  private tell(index: number): void {
    if (!this.columns) return;
    const site = siteAt(this.columns, index);
    this.map.openPopup([site.lon, site.lat], this.map.popupContent(site.name, site.url, site.lines));
    this.map.pointAt([site.lon, site.lat]);
  }

  private listInView(): void {
    const { columns, list } = this;
    if (!columns || !list) return;
    const bounds = this.map.gl.getBounds();
    const box = [
      Math.max(bounds.getWest(), -180), Math.max(bounds.getSouth(), -90), Math.min(bounds.getEast(), 180), Math.min(bounds.getNorth(), 90),
    ] as const;
    const { total, first } = within(columns, box, LISTED);
    const rows = list.querySelector<HTMLElement>("[data-map-items]");
    const template = list.querySelector<HTMLTemplateElement>("[data-map-item]");
    if (rows && template) rows.replaceChildren(...first.map((index) => this.row(template, siteAt(columns, index))));
    this.count(list, total, first.length);
    const frame = list.querySelector<HTMLAnchorElement>("[data-map-frame]");
    if (!frame) return;
    const address = new URL(frame.href);
    address.searchParams.set("cadre", box.map((degrees) => degrees.toFixed(4)).join(","));
    frame.href = address.href;
    frame.hidden = false;
  }

  private count(list: HTMLElement, total: number, shown: number): void {
    const words = list.dataset[total === 0 ? "none" : total === 1 ? "one" : total > shown ? "first" : "many"] ?? "";
    const sentence = words.replace("{total}", writeNumber(total)).replace("{shown}", writeNumber(shown));
    const place = list.querySelector<HTMLElement>("[data-map-count]");
    if (place) place.textContent = sentence;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.said) this.said.textContent = sentence;
    }, ANNOUNCED_AFTER_MS);
  }

  private row(template: HTMLTemplateElement, site: Site): Node {
    const row = template.content.cloneNode(true) as DocumentFragment;
    const item = row.querySelector<HTMLElement>("li");
    const link = row.querySelector<HTMLAnchorElement>("a");
    const lines = row.querySelector<HTMLElement>("[data-part='lines']");
    if (link) {
      link.textContent = site.name;
      link.href = site.url;
      link.addEventListener("focus", () => this.map.pointAt([site.lon, site.lat]));
      link.addEventListener("blur", () => this.map.pointAt(null));
    }
    if (lines) lines.textContent = site.lines.join(" · ");
    item?.setAttribute("data-index", String(site.index));
    item?.setAttribute("data-identifier", site.id);
    item?.addEventListener("mouseenter", () => this.map.pointAt([site.lon, site.lat]));
    item?.addEventListener("mouseleave", () => this.map.pointAt(null));
    return row;
  }

  private markListed(index: number): void {
    for (const row of this.list?.querySelectorAll<HTMLElement>("[data-index]") ?? []) {
      row.classList.toggle("is-here", Number(row.dataset["index"]) === index);
    }
  }
}
