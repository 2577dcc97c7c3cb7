// One site: its outline and its lots, or the point that stands for them.
import type { FeatureCollection } from "geojson";
import type { GroundMap } from "./map-ground.ts";
import type { Box } from "./map-points.ts";
import { SHAPE } from "./map-style.ts";

interface Shape extends FeatureCollection {
  readonly bounds: Box | null;
}

export class ShapeMap {
  constructor(private readonly map: GroundMap, address: string) {
    for (const layer of ["shape-lots", "shape-point"]) {
      map.onFeature(layer, (feature, at) => {
        const { name, lines } = feature.properties as { name: string; lines?: string };
        map.openPopup(at, map.popupContent(name, "", lines ? (JSON.parse(lines) as string[]) : []));
      });
    }
    void this.load(address);
  }

  private async load(address: string): Promise<void> {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    const shape = (await response.json()) as Shape;
    this.map.set(SHAPE, shape);
    if (!shape.bounds) return;
    this.map.home = shape.bounds;
    this.map.go(shape.bounds, false);
  }
}
