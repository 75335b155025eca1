// Pictures without this script are whole, and every mark in them a link. It adds: what hangs together lights up,
// the picture comes closer and moves.
const STEP = 1.5;
const CLOSEST = 8;

/** Light up the mark under the pointer or the focus, what it is tied to, and the ties. */
function light(svg) {
  const marks = new Map([...svg.querySelectorAll("[data-key]")].map((mark) => [mark.dataset.key, mark]));
  const lines = [...svg.querySelectorAll("[data-a]")];
  let lit = [];

  function show(key) {
    hide();
    const own = lines.filter((line) => line.dataset.a === key || line.dataset.b === key);
    const near = own.flatMap((line) => [marks.get(line.dataset.a), marks.get(line.dataset.b)]);
    lit = [...new Set([...own, ...near, marks.get(key)])].filter(Boolean);
    for (const part of lit) part.classList.add("is-lit");
    svg.classList.add("is-dimmed");
  }

  function hide() {
    for (const part of lit) part.classList.remove("is-lit");
    lit = [];
    svg.classList.remove("is-dimmed");
  }

  for (const [begin, end] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    svg.addEventListener(begin, (event) => {
      const mark = event.target.closest("[data-key]");
      if (mark) show(mark.dataset.key);
    });
    svg.addEventListener(end, hide);
  }
}

/** Give a picture buttons, keys, the wheel and the pointer to come closer and to move. */
function move(figure, svg) {
  const box = svg.viewBox.baseVal;
  const whole = { x: box.x, y: box.y, width: box.width, height: box.height };
  const view = { ...whole };
  const region = figure.querySelector(".picture__window") ?? svg;

  function draw() {
    view.width = Math.min(whole.width, Math.max(whole.width / CLOSEST, view.width));
    view.height = (view.width * whole.height) / whole.width;
    view.x = Math.min(whole.x + whole.width - view.width, Math.max(whole.x, view.x));
    view.y = Math.min(whole.y + whole.height - view.height, Math.max(whole.y, view.y));
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    figure.dataset.closer = String(view.width < whole.width);
  }

  /** Come closer by a factor, with one point of the picture kept where it is. */
  function zoom(factor, x = view.x + view.width / 2, y = view.y + view.height / 2) {
    const width = Math.min(whole.width, Math.max(whole.width / CLOSEST, view.width / factor));
    const scale = width / view.width;
    view.x = x - (x - view.x) * scale;
    view.y = y - (y - view.y) * scale;
    view.width = width;
    draw();
  }

  function shift(x, y) {
    view.x += x * view.width;
    view.y += y * view.height;
    draw();
  }

  function reset() {
    Object.assign(view, whole);
    draw();
  }

  const tools = document.createElement("p");
  tools.className = "picture__tools";
  for (const [label, sign, act] of [
    [figure.dataset.in, "+", () => zoom(STEP)],
    [figure.dataset.out, "−", () => zoom(1 / STEP)],
    [figure.dataset.whole, "◻", reset],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--plain";
    button.textContent = sign;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    tools.append(button);
  }
  region.before(tools);

  const keys = {
    "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), 0: reset,
    ArrowLeft: () => shift(-0.1, 0), ArrowRight: () => shift(0.1, 0), ArrowUp: () => shift(0, -0.1), ArrowDown: () => shift(0, 0.1),
  };
  region.addEventListener("keydown", (event) => {
    const isMoving = event.key.startsWith("Arrow");
    // What is shown whole does not move; then the keys scroll, as everywhere.
    if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isMoving && (event.target !== region || view.width === whole.width)) return;
    event.preventDefault();
    keys[event.key]();
  });

  function at(event) {
    const area = svg.getBoundingClientRect();
    return [
      view.x + ((event.clientX - area.left) / area.width) * view.width,
      view.y + ((event.clientY - area.top) / area.height) * view.height,
    ];
  }

  // The wheel alone scrolls the page; with a key held, or two fingers, it comes closer.
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, ...at(event));
  }, { passive: false });

  let held = null;
  let hasMoved = false;
  svg.addEventListener("pointerdown", (event) => {
    hasMoved = false;
    if (event.button === 0 && event.pointerType !== "touch" && view.width < whole.width) held = { at: at(event), id: event.pointerId };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = at(event);
    if (!hasMoved && Math.hypot(x - held.at[0], y - held.at[1]) < view.width / 200) return;
    if (!hasMoved) svg.setPointerCapture(held.id);
    hasMoved = true;
    view.x += held.at[0] - x;
    view.y += held.at[1] - y;
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => { held = null; });
  // To let go of a picture over a mark is not to follow it.
  svg.addEventListener("click", (event) => { if (hasMoved) event.preventDefault(); }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
}

function enhance(root) {
  for (const figure of root.querySelectorAll("[data-picture]")) {
    if (figure.dataset.closer !== undefined) continue;
    figure.dataset.closer = "false";
    const svg = figure.querySelector(".scroll > svg, svg.network, svg.map");
    if (!svg) continue;
    light(svg);
    move(figure, svg);
  }
}

enhance(document);
document.addEventListener("htmx:afterSwap", () => enhance(document));
