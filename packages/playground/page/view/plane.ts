import type { Frame, Points, Scene } from "../protocol/messages.ts";

/** Colours of Okabe and Ito, which people with any colour vision can tell apart. */
export const colours = {
  data: "#8a8a8a",
  teacher: "#0072b2",
  student: "#d55e00",
  fakeScore: "#009e73",
  loss: "#cc79a7",
  L1: "#e69f00",
  L2: "#56b4e9",
} as const;

/** Other terms of a loss, in turn. */
const terms = ["#e69f00", "#56b4e9", "#009e73"];

export const arrowColour = (name: string, index: number): string =>
  (colours as Readonly<Record<string, string>>)[name] ?? terms[index % terms.length]!;

interface Picture {
  readonly scene: Scene;
  readonly frame: Frame | undefined;
  readonly sigma: number;
  /** True to draw data and student with noise of the level. */
  readonly noised: boolean;
}

/** Draws a picture of the plane on a square canvas. */
export function drawPlane(canvas: HTMLCanvasElement, { scene, frame, sigma, noised }: Picture): void {
  const pixels = Math.round(canvas.clientWidth * devicePixelRatio);
  if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  const context = canvas.getContext("2d")!;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, pixels, pixels);
  const scale = pixels / (2 * scene.extent);
  context.setTransform(scale, 0, 0, -scale, pixels / 2, pixels / 2);
  const dot = 2.2 / (scale / devicePixelRatio);
  drawPoints(context, scene.data, { colour: colours.data, dot, alpha: 0.6 });
  drawPoints(context, scene.teacher, { colour: colours.teacher, dot: dot * 0.7, alpha: 0.5 });
  if (!frame) return;
  const { student, field, arrows } = frame;
  if (noised) {
    drawPoints(context, withNoise(scene.data, sigma), { colour: colours.data, dot: dot * 0.8, alpha: 0.35 });
    drawPoints(context, withNoise(student, sigma), { colour: colours.student, dot: dot * 0.8, alpha: 0.35 });
  }
  const cell = (2 * scene.extent) / Math.sqrt(scene.grid.length / 2);
  for (const name of ["teacher", "fakeScore"] as const) {
    if (field[name]) drawField(context, scene.grid, field[name], { colour: colours[name], length: 0.7 * cell });
  }
  drawPoints(context, student, { colour: colours.student, dot: dot * 1.2, alpha: 0.9 });
  const names = Object.keys(arrows);
  const longest = Math.max(...names.map((name) => typicalLength(arrows[name]!)), 1e-12);
  names.forEach((name, i) =>
    drawArrows(context, student, arrows[name]!, {
      colour: arrowColour(name, i),
      scale: (1.2 * cell) / longest,
      width: dot * 0.6,
    }),
  );
}

interface DotStyle {
  readonly colour: string;
  readonly dot: number;
  readonly alpha: number;
}

function drawPoints(context: CanvasRenderingContext2D, points: Points, { colour, dot, alpha }: DotStyle): void {
  context.fillStyle = colour;
  context.globalAlpha = alpha;
  context.beginPath();
  for (let i = 0; i < points.length; i += 2) {
    context.moveTo(points[i]! + dot, points[i + 1]!);
    context.arc(points[i]!, points[i + 1]!, dot, 0, 2 * Math.PI);
  }
  context.fill();
  context.globalAlpha = 1;
}

/** Draws the direction from each grid point to its denoised one; longer where the denoiser moves it further, up to one cell. */
function drawField(
  context: CanvasRenderingContext2D,
  grid: Points,
  denoised: Points,
  { colour, length }: { readonly colour: string; readonly length: number },
): void {
  context.strokeStyle = colour;
  context.globalAlpha = 0.5;
  context.lineWidth = length / 18;
  context.beginPath();
  for (let i = 0; i < grid.length; i += 2) {
    const [x, y] = [grid[i]!, grid[i + 1]!];
    const [dx, dy] = [denoised[i]! - x, denoised[i + 1]! - y];
    const norm = Math.hypot(dx, dy);
    if (norm > 0) arrow(context, x, y, (dx / norm) * Math.min(norm, length), (dy / norm) * Math.min(norm, length));
  }
  context.stroke();
  context.globalAlpha = 1;
}

function drawArrows(
  context: CanvasRenderingContext2D,
  from: Points,
  directions: Points,
  { colour, scale, width }: { readonly colour: string; readonly scale: number; readonly width: number },
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  for (let i = 0; i < directions.length; i += 2) {
    arrow(context, from[i]!, from[i + 1]!, scale * directions[i]!, scale * directions[i + 1]!);
  }
  context.stroke();
}

/** Adds an arrow to the path. */
function arrow(context: CanvasRenderingContext2D, x: number, y: number, dx: number, dy: number): void {
  context.moveTo(x, y);
  context.lineTo(x + dx, y + dy);
  for (const side of [-0.15, 0.15]) {
    context.moveTo(x + dx, y + dy);
    context.lineTo(x + dx - 0.25 * dx - side * dy, y + dy - 0.25 * dy + side * dx);
  }
}

/** Length below which nine of ten arrows are, so that one long arrow does not hide the others. */
function typicalLength(arrows: Points): number {
  const lengths = Array.from({ length: arrows.length / 2 }, (_, i) => Math.hypot(arrows[2 * i]!, arrows[2 * i + 1]!));
  return lengths.sort((a, b) => a - b)[Math.floor(0.9 * (lengths.length - 1))] ?? 0;
}

/** Normal numbers that are the same in each picture, so that points do not flicker. */
const noise = new Float32Array(4_096).map(
  (_, i) => Math.sqrt(-2 * Math.log(fraction(i, 12.9898) + 1e-9)) * Math.cos(2 * Math.PI * fraction(i, 78.233)),
);

function fraction(i: number, by: number): number {
  const x = Math.sin((i + 1) * by) * 43_758.5453;
  return x - Math.floor(x);
}

const withNoise = (points: Points, sigma: number): Points => points.map((x, i) => x + sigma * noise[i % noise.length]!);
