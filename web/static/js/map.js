// Draws who lives about where, and which pairs are proposed. No tile server is asked unless
// data-tiles names one: without, the background is plain and the data brings the names of places.
//
// <div class="map" data-map="map-data" data-label="…" data-tiles="" data-attribution=""></div>
// <script type="application/json" id="map-data">{
//   "points": [{"id", "kind": "volunteer" | "household" | "area", "lat", "lon", "label", "href",
//               "waiting", "mark": "gains" | "loses" | "", "number"}],     an area shows its number
//   "pairs":  [{"id", "from", "to", "label", "change": "kept" | "gained" | "lost" | ""}],
//                                                     from and to are ids of points
//   "places": [{"name", "lat", "lon"}]
// }</script>
// data-url instead of data-map fetches the same JSON. An element with data-pair="<id of a pair>"
// lights its line up while it is pointed at or has the focus. Where people live in regions far
// apart, the map opens on the largest one, with a button for each and one, data-all, for all.
(() => {
  "use strict";

  const MANY = 1500; // beyond this the browser draws dots on a canvas instead of elements

  const SHAPES = {
    volunteer: '<circle class="shape" cx="8" cy="8" r="7"/>',
    household: '<rect class="shape" x="2" y="2" width="12" height="12"/>',
    area: '<circle class="shape" cx="8" cy="8" r="8"/>',
  };
  // Beside the colour, a sign in the shape: whoever sees no colours sees who gains and who loses.
  const MARKS = {
    gains: '<path class="mark" d="M8 4.5v7M4.5 8h7"/>',
    loses: '<path class="mark" d="M5.5 5.5l5 5M10.5 5.5l-5 5"/>',
  };

  // Leaflet reads a string as HTML: people's words reach it only as elements with text.
  const words = (text, href) => {
    const element = document.createElement(href ? "a" : "span");
    element.textContent = text;
    if (href) element.href = href;
    return element;
  };

  const signOf = (point) =>
    point.number
      ? `<text class="mark" x="8" y="8" text-anchor="middle" dominant-baseline="central">${Number(point.number)}</text>`
      : MARKS[point.mark] ?? "";

  const iconOf = (point) =>
    L.divIcon({
      className: `map-point ${point.kind}${point.waiting ? " waiting" : ""} ${point.mark ?? ""}`,
      html: `<svg viewBox="0 0 16 16" aria-hidden="true">${SHAPES[point.kind]}${signOf(point)}</svg>`,
      iconSize: point.number || point.mark ? [26, 26] : [18, 18],
    });

  const colour = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();

  const drawPoint = (group, element, point, many) => {
    const at = [point.lat, point.lon];
    const fill = colour(element, `--${point.kind}`);
    const marker = many
      ? L.circleMarker(at, {
          radius: point.kind === "household" ? 3 : 4,
          color: fill,
          weight: 1.5,
          fillColor: fill,
          fillOpacity: point.kind === "household" ? 0.9 : 0,
        })
      : L.marker(at, { icon: iconOf(point), title: point.label, alt: point.label });
    marker.bindPopup(() => words(point.label, point.href)).addTo(group);
  };

  const drawPlace = (map, place) => {
    const icon = L.divIcon({ className: "map-place", html: words(place.name), iconSize: [0, 0] });
    L.marker([place.lat, place.lon], { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(map);
  };

  const drawPair = (group, ends, pair) => {
    const line = L.polyline(ends, { className: `map-pair ${pair.change ?? ""}`, interactive: Boolean(pair.label) });
    if (pair.label) line.bindTooltip(words(pair.label));
    return line.addTo(group);
  };

  const light = (lines, on) => (event) => {
    const element = event.target.closest?.("[data-pair]");
    const line = element && lines.get(element.dataset.pair);
    if (!line) return;
    element.classList.toggle("lit", on);
    line.getElement()?.classList.toggle("lit", on);
    if (on) line.bringToFront();
  };

  const APART = 0.25; // degrees; farther from everyone of a region is another region

  // Regions of neighbours, the most people first: whoever is near anyone of a region is in it.
  const regionsOf = (points) => {
    const left = new Set(points);
    const regions = [];
    for (const first of points) {
      if (!left.delete(first)) continue;
      const region = [first];
      for (const one of region) {
        for (const other of [...left]) {
          if (Math.hypot(one.lat - other.lat, (one.lon - other.lon) * 0.63) < APART) {
            left.delete(other);
            region.push(other);
          }
        }
      }
      regions.push(region);
    }
    return regions.sort((a, b) => b.length - a.length);
  };

  const boundsOf = (points) => L.latLngBounds(points.map((p) => [p.lat, p.lon]));

  // The places come in the order of their size.
  const nameOf = (region, places) => {
    const bounds = boundsOf(region).pad(0.3);
    const inside = places.find((place) => bounds.contains([place.lat, place.lon]));
    if (inside) return inside.name;
    const away = (place) => bounds.getCenter().distanceTo([place.lat, place.lon]);
    return [...places].sort((one, other) => away(one) - away(other))[0]?.name ?? "";
  };

  const chooseRegion = (map, element, regions, places, show) => {
    const choice = L.control({ position: "topright" });
    choice.onAdd = () => {
      const box = L.DomUtil.create("div", "map-regions");
      L.DomEvent.disableClickPropagation(box);
      const offer = (text, points) => {
        const button = L.DomUtil.create("button", "secondary small", box);
        button.type = "button";
        button.textContent = text;
        button.addEventListener("click", () => show(points));
      };
      regions.filter((region) => region.length > 1).forEach((region) => offer(nameOf(region, places), region));
      offer(element.dataset.all ?? "+", regions.flat());
      return box;
    };
    choice.addTo(map);
  };

  // Names that would lie on each other help nobody: the larger town, drawn first, keeps its name.
  const thinOut = (element) => () => {
    const shown = [];
    for (const label of element.querySelectorAll(".map-place span")) {
      label.style.visibility = "";
      const box = label.getBoundingClientRect();
      const hit = (b) => box.left < b.right && b.left < box.right && box.top < b.bottom && b.top < box.bottom;
      if (shown.some(hit)) label.style.visibility = "hidden";
      else shown.push(box);
    }
  };

  const draw = (element, data) => {
    const many = data.points.length > MANY;
    // Movement is a comfort that some people cannot bear.
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(element, { zoomAnimation: !still, fadeAnimation: !still, zoomSnap: 0.5, maxZoom: 17 });
    map.attributionControl.setPrefix(false);
    // Leaflet reads it as HTML; it is text.
    if (element.dataset.attribution) {
      map.attributionControl.addAttribution(words(element.dataset.attribution).innerHTML);
    }
    L.control.scale({ imperial: false }).addTo(map);
    if (element.dataset.tiles) {
      L.tileLayer(element.dataset.tiles).addTo(map);
    }
    const show = (points) => map.fitBounds(boundsOf(points), { padding: [28, 28], maxZoom: 15, animate: false });
    const regions = many ? [data.points] : regionsOf(data.points);
    show(regions[0]);
    if (regions.length > 1) chooseRegion(map, element, regions, data.places ?? [], show);

    const canvas = many ? L.canvas() : null;
    if (canvas) map.options.renderer = canvas;
    if (!element.dataset.tiles) (data.places ?? []).forEach((place) => drawPlace(map, place));
    const lines = new Map();
    const people = L.layerGroup().addTo(map);
    const drawPeople = ({ points, pairs }) => {
      people.clearLayers();
      lines.clear();
      const where = new Map(points.map((p) => [String(p.id), [p.lat, p.lon]]));
      for (const pair of pairs ?? []) {
        const ends = [where.get(String(pair.from)), where.get(String(pair.to))];
        if (ends[0] && ends[1]) lines.set(String(pair.id), drawPair(people, ends, pair));
      }
      points.forEach((point) => drawPoint(people, element, point, many));
    };
    drawPeople(data);
    // What is shown stays in view, whoever decides meanwhile.
    const { url } = element.dataset;
    if (url) document.addEventListener("map-stale", async () => drawPeople(await fetched(url)));
    map.on("zoomend", thinOut(element));
    thinOut(element)();
    const bringIntoView = (event) => {
      const line = lines.get(event.target.closest?.("[data-pair]")?.dataset.pair);
      if (line && !map.getBounds().intersects(line.getBounds())) map.panTo(line.getCenter(), { animate: false });
    };
    document.addEventListener("focusin", bringIntoView);
    document.addEventListener("click", bringIntoView);
    for (const [start, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
      document.addEventListener(start, light(lines, true));
      document.addEventListener(end, light(lines, false));
    }
  };

  const fetched = async (url) => (await fetch(url, { headers: { Accept: "application/json" } })).json();

  const start = async (element) => {
    const { map: id, url, label } = element.dataset;
    const data = url
      ? await fetched(url)
      : JSON.parse(document.getElementById(id).textContent);
    element.setAttribute("role", "region");
    if (label) element.setAttribute("aria-label", label);
    if (data.points.length) draw(element, data);
    else element.hidden = true;
  };

  document.querySelectorAll(".map[data-map], .map[data-url]").forEach(start);
})();
