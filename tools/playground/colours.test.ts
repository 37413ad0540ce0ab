import { expect, test } from "vitest";
import { colours } from "../../packages/playground/page/view/plane.ts";

type Triple = readonly [number, number, number];

/** Colours as people without red, green or blue cones see them, in linear sRGB: Machado, Oliveira and Fernandes 2009, severity 1. */
const deficiencies: Readonly<Record<string, readonly Triple[]>> = {
  none: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (rows: readonly Triple[], x: Triple): Triple =>
  rows.map((row) => row[0] * x[0] + row[1] * x[1] + row[2] * x[2]) as unknown as Triple;

function linear(colour: string): Triple {
  const channel = (i: number) => {
    const x = parseInt(colour.slice(i, i + 2), 16) / 255;
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** CIE L*a*b* of linear sRGB, white point D65. */
function cieLab(rgb: Triple): Triple {
  const xyz = times(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    rgb,
  );
  const [x, y, z] = [xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089].map((t) =>
    t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116,
  ) as unknown as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Colours of marks of one form in a picture, dots, field and arrows, with the papers of both schemes. */
const together = [
  ["data", "teacher", "student"],
  ["teacher", "fakeScore"],
  ["loss", "L1", "L2"],
] as const;
const papers = ["#ffffff", "#14181c"];

test.each(Object.entries(deficiencies))("colours of a picture differ: %s", (_, matrix) => {
  const seen = (colour: string): Triple => cieLab(times(matrix, linear(colour)));
  const distances = together.flatMap((names) => {
    const shown = [...names.map((name) => colours[name]), ...papers];
    return shown.flatMap((a, i) =>
      shown.slice(i + 1).map((b) => ({
        pair: `${a} ${b}`,
        distance: Math.hypot(...seen(a).map((x, k) => x - seen(b)[k]!)),
      })),
    );
  });
  const closest = distances.reduce((a, b) => (b.distance < a.distance ? b : a));
  expect(closest.distance, closest.pair).toBeGreaterThan(15); // 2.3 is just noticeable
});
