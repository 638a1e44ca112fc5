import { DefaultRenderer } from 'listr2';

/** 30 frames a second: more than that nobody sees, and a slow terminal would not keep up. */
export const FRAME_MS: number = 1000 / 30;

/** Draws the tree as listr2 does, but with bounds: each line of output would have a frame of its own. */
export class TreeRenderer extends DefaultRenderer {
  #last = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  override update(): void {
    if (this.#timer !== undefined) return;
    const wait = this.#last + FRAME_MS - performance.now();
    if (wait <= 0) this.#draw();
    else this.#timer = setTimeout(() => this.#draw(), Math.ceil(wait)).unref();
  }

  override end(): void {
    clearTimeout(this.#timer);
    super.end();
  }

  #draw(): void {
    this.#timer = undefined;
    this.#last = performance.now();
    super.update();
  }
}
