import { expect, test } from "vitest";
import { createExecutor } from "../create-executor.ts";
import { chooseBackend } from "../devices/choose-backend.ts";
import { noGpu } from "../devices/obstacles.ts";
import { checkPrecision } from "./precision.ts";

test.each([
  ["ort", "bfloat16", "--backend tensorflow, or precision=float32"],
  ["cuda", "bfloat16", "--backend tensorflow, or precision=float32"],
  ["webgpu", "tf32", "--backend tensorflow or --backend tensorflow-eager or --backend cuda, or precision=float32"],
] as const)("%s refuses %s and names the backends that have it", (backend, precision, fix) => {
  const what = `the backend ${backend} does not compute in ${precision}`;
  expect(() => {
    checkPrecision(backend, precision);
  }).toThrow(expect.objectContaining({ where: "precision", what, fix }) as Error);
});

test("every backend has float32, which is the default", async () => {
  const executor = await createExecutor("cpu", { precision: "float32" });
  await executor.dispose();
  await expect(createExecutor("cpu", { precision: "bfloat16" })).rejects.toThrow("does not compute in bfloat16");
});

test("the automatic choice has no CPU backend for other precisions, and says why no GPU's works", async () => {
  const candidate = {
    backend: "tensorflow",
    obstacle: () => Promise.resolve(noGpu),
    create: () => createExecutor("cpu"),
  };
  await expect(chooseBackend([candidate, candidate], [], "bfloat16")).rejects.toMatchObject({
    where: "precision",
    what: "no GPU backend here computes in bfloat16: no GPU was found",
  });
  const failing = { ...candidate, obstacle: () => Promise.resolve(undefined), create: () => Promise.reject(new Error("libcuda")) }; // prettier-ignore
  await expect(chooseBackend([failing], [], "tf32")).rejects.toThrow("computes in tf32: tensorflow: libcuda");
});
