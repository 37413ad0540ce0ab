import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createActivityLine, cutAtWord } from "./activity-line.ts";
import { recordingOutput } from "./recording-terminal.fixture.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const shownBy = (output: { readonly text: string }) => output.text.replaceAll("\r\x1b[2K", "<clear>");

test("a terminal has one line with its age, which the next text replaces", () => {
  const output = recordingOutput({ isInteractive: true, columns: 40 });
  const line = createActivityLine(output);
  line.show({ text: "loading" });
  vi.advanceTimersByTime(2_000);
  output.write("a result\n");
  vi.advanceTimersByTime(1_000);
  line.end();
  vi.advanceTimersByTime(5_000);
  expect(shownBy(output)).toBe("loading<clear>loading  0:01<clear>loading  0:02<clear>a result\nloading  0:03<clear>");
});

test("another output has each kind of activity once, and then one line every ten seconds", () => {
  const output = recordingOutput();
  const line = createActivityLine(output);
  for (let second = 0; second < 25; second++) {
    line.show({ text: `measuring step ${second + 1} of 25` });
    vi.advanceTimersByTime(1_000);
  }
  line.show({ text: "writing the report" });
  line.end();
  expect(output.text).toBe(
    "measuring step 1 of 25\nmeasuring step 11 of 25\nmeasuring step 21 of 25\nwriting the report\n",
  );
});

test("a cut text ends with a whole word and fits", () => {
  expect(cutAtWord("measuring 1,024 samples", 14)).toBe("measuring…");
  expect(cutAtWord("measuring 1,024 samples", 16)).toBe("measuring 1,024…");
  fc.assert(
    fc.property(fc.string(), fc.nat(40), (text, width) => {
      expect(cutAtWord(text, width).length).toBeLessThanOrEqual(Math.max(width, 0));
    }),
  );
});
