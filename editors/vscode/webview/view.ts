/** Pan and zoom of the picture: drag, wheel, pinch (which comes as a wheel with Ctrl), arrow keys and + − 0. */
export class View {
  private x = 0;
  private y = 0;
  private scale = 1;
  /** Whether the person has chosen what to see; until then, the whole picture stays in the window. */
  private chosen = false;
  private dragged: { id: number; x: number; y: number } | undefined;

  constructor(
    private readonly root: SVGSVGElement,
    private readonly scene: SVGGElement,
    private readonly bounds: DOMRect,
  ) {
    root.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    root.addEventListener("pointerdown", (event) => this.grab(event));
    root.addEventListener("pointermove", (event) => this.drag(event));
    root.addEventListener("pointerup", () => this.release());
    root.addEventListener("pointercancel", () => this.release());
    root.setAttribute("tabindex", "0");
    root.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.chosen || this.fit()).observe(root);
  }

  /** The whole picture in the window, never larger than life. */
  fit(): void {
    const { width, height } = this.root.getBoundingClientRect();
    if (width === 0 || height === 0) {
      return;
    }
    this.chosen = false;
    const pad = 48;
    this.scale = Math.min((width - pad) / this.bounds.width, (height - 2 * pad) / this.bounds.height, 1.3);
    this.scale = Math.max(this.scale, 0.1);
    this.x = width / 2 - (this.bounds.x + this.bounds.width / 2) * this.scale;
    this.y = height / 2 - (this.bounds.y + this.bounds.height / 2) * this.scale;
    this.apply();
  }

  /** Around a point of the window, or its middle. */
  zoom(by: number, at?: { x: number; y: number }): void {
    const { width, height } = this.root.getBoundingClientRect();
    const centre = at ?? { x: width / 2, y: height / 2 };
    const scale = Math.min(Math.max(this.scale * by, 0.1), 6);
    this.x = centre.x - ((centre.x - this.x) * scale) / this.scale;
    this.y = centre.y - ((centre.y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.chosen = true;
    this.apply();
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const { left, top } = this.root.getBoundingClientRect();
    this.zoom(Math.exp(-event.deltaY * 0.0015), { x: event.clientX - left, y: event.clientY - top });
  }

  private grab(event: PointerEvent): void {
    if (event.button === 0 && !(event.target as Element).closest(".edge")) {
      this.dragged = { id: event.pointerId, x: event.clientX, y: event.clientY };
      this.root.setPointerCapture(event.pointerId);
      this.root.classList.add("dragging");
    }
  }

  private drag(event: PointerEvent): void {
    if (this.dragged?.id === event.pointerId) {
      this.x += event.clientX - this.dragged.x;
      this.y += event.clientY - this.dragged.y;
      this.dragged = { id: event.pointerId, x: event.clientX, y: event.clientY };
      this.chosen = true;
      this.apply();
    }
  }

  private release(): void {
    this.dragged = undefined;
    this.root.classList.remove("dragging");
  }

  private key(event: KeyboardEvent): void {
    const pan: Record<string, readonly [number, number]> = {
      ArrowLeft: [40, 0],
      ArrowRight: [-40, 0],
      ArrowUp: [0, 40],
      ArrowDown: [0, -40],
    };
    const by = pan[event.key];
    if (by !== undefined) {
      this.x += by[0];
      this.y += by[1];
      this.chosen = true;
      this.apply();
    } else if (event.key === "+" || event.key === "-") {
      this.zoom(event.key === "+" ? 1.25 : 0.8);
    } else if (event.key === "0") {
      this.fit();
    }
  }

  private apply(): void {
    this.scene.setAttribute("transform", `translate(${this.x} ${this.y}) scale(${this.scale})`);
  }
}
