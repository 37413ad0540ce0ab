import { expect, test, vi } from "vitest";
import { setTensorflowVariables, tensorflowVariables, xlaCache } from "./settings.ts";

test("threads and XLA's cache are settings of TensorFlow's environment", () => {
  expect(tensorflowVariables({}, "")).toEqual({
    TF_CPP_MIN_LOG_LEVEL: "3",
    TF_FORCE_GPU_ALLOW_GROWTH: "true",
    TF_DETERMINISTIC_OPS: "1",
  });
  const { TF_NUM_INTRAOP_THREADS, TF_XLA_FLAGS } = tensorflowVariables({ threads: 3, cache: "/cache" }, "--other=1");
  expect(TF_NUM_INTRAOP_THREADS).toBe("3");
  expect(TF_XLA_FLAGS).toBe(
    `--other=1 --tf_xla_persistent_cache_directory=${xlaCache("/cache")} --tf_xla_persistent_cache_device_types=CPU,GPU`,
  );
});

test("nothing is cached in a folder with a space, or where the user has named another", () => {
  expect(tensorflowVariables({ cache: "/my cache" }, "")).not.toHaveProperty("TF_XLA_FLAGS");
  const own = "--tf_xla_persistent_cache_directory=/own";
  expect(tensorflowVariables({ cache: "/cache" }, own)).not.toHaveProperty("TF_XLA_FLAGS");
});

test("a variable that the user has set is kept", () => {
  vi.stubEnv("TF_DETERMINISTIC_OPS", "0");
  vi.stubEnv("TF_NUM_INTRAOP_THREADS", undefined);
  setTensorflowVariables({ threads: 2 });
  expect(process.env["TF_DETERMINISTIC_OPS"]).toBe("0");
  expect(process.env["TF_NUM_INTRAOP_THREADS"]).toBe("2");
  vi.unstubAllEnvs();
});

test("the user's environment can forbid TF32, and only the precision of a run allows it", () => {
  for (const [given, kept] of [
    ["0", "0"],
    ["1", undefined],
  ] as const) {
    // prettier-ignore
    vi.stubEnv("NVIDIA_TF32_OVERRIDE", given);
    setTensorflowVariables({});
    expect(process.env["NVIDIA_TF32_OVERRIDE"]).toBe(kept);
  }
  vi.unstubAllEnvs();
});
