// Maps that move, on elements marked data-map: sites, a ground of ours, and the list that says the same.
import { ScaleControl, setWorkerUrl } from "maplibre-gl";
import { GroundMap } from "./map-ground.ts";
import { ShapeMap } from "./map-shape.ts";
import { SitesMap } from "./map-sites.ts";

function start(root: HTMLElement): void {
  const still = root.querySelector<HTMLElement>("[data-map-still]");
  const live = root.querySelector<HTMLElement>("[data-map-live]");
  const canvas = root.querySelector<HTMLElement>("[data-map-canvas]");
  if (!still || !live || !canvas) return;
  const show = (isLive: boolean): void => {
    live.hidden = !isLive;
    still.hidden = isLive;
  };
  show(true);
  try {
    setWorkerUrl(new URL(root.dataset["worker"] ?? "", document.baseURI).href);
    const map = new GroundMap(root, canvas);
    map.gl.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
    map.gl.on("webglcontextlost", () => show(false));
    map.gl.on("webglcontextrestored", () => show(true));
    if (root.dataset["points"]) new SitesMap(map, root.dataset["points"]);
    else if (root.dataset["shape"]) new ShapeMap(map, root.dataset["shape"]);
    // For tests and measures, which wait until everything is drawn.
    map.gl.on("idle", () => root.setAttribute("data-drawn", ""));
    map.gl.on("movestart", () => root.removeAttribute("data-drawn"));
  } catch {
    // No WebGL 2: the picture that the server drew, and the list, stay.
    show(false);
  }
}

for (const root of document.querySelectorAll<HTMLElement>("[data-map]")) start(root);
