import { expect, test } from "vitest";
import { unlessAborted } from "./unless-aborted.ts";

test("work that ends because of the abort has no result, and another error is thrown", async () => {
  const controller = new AbortController();
  expect(await unlessAborted(controller.signal, () => Promise.resolve(1))).toBe(1);
  controller.abort();
  const stopped = () => Promise.reject(controller.signal.reason as Error);
  expect(await unlessAborted(controller.signal, stopped)).toBeUndefined();
  const broken = () => Promise.reject(new Error("broken"));
  await expect(unlessAborted(controller.signal, broken)).rejects.toThrow("broken");
  await expect(unlessAborted(new AbortController().signal, stopped)).rejects.toThrow("aborted");
});
