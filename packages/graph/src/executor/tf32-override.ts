// NVIDIA's libraries read the variable NVIDIA_TF32_OVERRIDE of the environment when they load. `0` forbids TF32.

export const isTf32Forbidden = (): boolean => process.env["NVIDIA_TF32_OVERRIDE"] === "0";

export function forbidTf32(): void {
  process.env["NVIDIA_TF32_OVERRIDE"] = "0";
}

/** Leaves the choice to the settings of the libraries, unless the user has forbidden TF32. */
export function allowTf32(): void {
  if (!isTf32Forbidden()) delete process.env["NVIDIA_TF32_OVERRIDE"];
}
