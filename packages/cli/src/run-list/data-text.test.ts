import { expect, test } from "vitest";
import { dataText } from "./data-text.ts";

const data = { files: 36, samples: 36, values: [0, 191], warnings: [] } as const;

test("data are described in one line, with the label, name and size of each class", () => {
  const classes = ["0", "Dog", "e\x1b[2Jl"].map((name) => ({ name, samples: 12 }));
  expect(dataText(data)).toBe("36 samples from 36 files, values 0 to 191");
  expect(dataText({ ...data, classes })).toMatch(
    /^36 samples from 36 files, values 0 to 191, 3 classes: 0 \(12\), 1 = Dog \(12\), 2 = e.*l \(12\)$/,
  );
  expect(dataText({ ...data, classes })).not.toMatch(/\p{Cc}/u);
});

test("of many classes the first are listed", () => {
  const classes = Array.from({ length: 100 }, (_, i) => ({ name: String(i), samples: 1 }));
  expect(dataText({ ...data, files: 1, classes })).toMatch(
    /from 1 file, .*100 classes: 0 \(1\), .*, 11 \(1\), \.\.\.$/,
  );
});
