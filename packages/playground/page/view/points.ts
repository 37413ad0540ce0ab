import { colours } from "./plane.ts";

/** A point of the plane. */
export type Point = readonly [number, number];

/** Half of the width of the drawn square, and its most points. */
export const [half, mostPoints] = [1.5, 300];

/** Least distance of a drawn point to the others: the modes of a stroke overlap with standard deviations of 0.05. */
const least = 0.07;

export const isFar = ([x, y]: Point, points: readonly Point[]): boolean =>
  points.every(([px, py]) => Math.hypot(px - x, py - y) >= least);

/** The point below a pointer, with two decimals. */
export function drawnPoint(canvas: HTMLCanvasElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const at = (fraction: number) => Number((half * Math.min(1, Math.max(-1, 2 * fraction - 1))).toFixed(2));
  return [at((clientX - left) / width), -at((clientY - top) / height) || 0];
}

/** Draws points, the axes and the cross of the keys. */
export function drawPoints(canvas: HTMLCanvasElement, points: readonly Point[], cursor: Point | undefined): void {
  const pixels = Math.round(canvas.clientWidth * devicePixelRatio);
  if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  const context = canvas.getContext("2d")!;
  const scale = pixels / (2 * half);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, pixels, pixels);
  context.setTransform(scale, 0, 0, -scale, pixels / 2, pixels / 2);
  context.lineWidth = devicePixelRatio / scale;
  context.globalAlpha = 0.3;
  context.strokeStyle = colours.data;
  cross(context, [0, 0], half);
  context.globalAlpha = 1;
  context.fillStyle = colours.data;
  for (const [x, y] of points) {
    context.beginPath();
    context.arc(x, y, 0.04, 0, 2 * Math.PI);
    context.fill();
  }
  context.strokeStyle = colours.student;
  context.lineWidth *= 2;
  if (cursor) cross(context, cursor, 0.1);
}

function cross(context: CanvasRenderingContext2D, [x, y]: Point, size: number): void {
  context.beginPath();
  context.moveTo(x - size, y);
  context.lineTo(x + size, y);
  context.moveTo(x, y - size);
  context.lineTo(x, y + size);
  context.stroke();
}
