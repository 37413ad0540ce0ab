import { expect, test } from "vitest";
import { sparkline } from "./sparkline.ts";

test.each([
  [[0, 1, 2, 3, 4, 5, 6, 7], 8, "▁▂▃▄▅▆▇█"],
  [[7, 0], 8, "█▁"],
  [[1, 10, 100, 1_000], 8, "▁▃▆█"],
  [[-1, 10, 100, 1_000], 8, "▁▁▁█"],
  [[0, 0, 8, 8, 4, 4], 3, "▁█▅"],
  [[5, 5, 5], 8, "▅▅▅"],
  [[1, NaN, 2, Infinity], 8, "▁×█×"],
  [[NaN], 8, "×"],
  [[], 8, ""],
])("%j in %d characters is %s", (values, width, line) => expect(sparkline(values, width)).toBe(line));
