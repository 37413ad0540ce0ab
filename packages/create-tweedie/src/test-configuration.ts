/** Text of `vitest.config.ts`. */
export const testConfiguration = `import { defineConfig } from "vitest/config";

export default defineConfig({
  // The first test loads TensorFlow.js, which takes seconds on a busy machine.
  test: { testTimeout: 60_000 },
});
`;
