import eslint from "@eslint/js";
import nx from "@nx/eslint-plugin";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

/** Layers that each layer may import: docs/architecture.md. */
const plugin = ["core", "diffusion", "networks", "formats"];
const layers = {
  core: [],
  diffusion: ["core"],
  formats: ["core"],
  config: ["core"],
  graph: ["core", "diffusion"],
  networks: ["core", "diffusion"],
  testing: ["core", "diffusion", "graph", "networks"],
  plugin,
  engine: ["core", "diffusion", "graph", "networks", "formats", "config"],
  study: ["core", "diffusion", "formats", "config", "engine"],
  report: ["core", "formats", "config", "engine", "study"],
  web: ["core"],
  ui: ["core", "formats", "config", "engine", "study", "report"],
  cli: [
    "core",
    "diffusion",
    "graph",
    "networks",
    "formats",
    "config",
    "engine",
    "study",
    "report",
    "ui",
    "web",
    "create-tweedie",
  ],
  "create-tweedie": plugin, // its templates are plugins; what it runs imports no package
  tweedie: ["core", "diffusion", "networks", "formats", "testing", "cli"],
};

const boundaries = (files, also, options = {}) => ({
  files,
  plugins: { "@nx": nx },
  rules: {
    "@nx/enforce-module-boundaries": [
      "error",
      {
        ...options,
        // The tests of what the test suites are built on may use them too.
        ignoredCircularDependencies: layers.testing.map((name) => [`@tweedie/${name}`, "@tweedie/testing"]),
        depConstraints: Object.entries(layers).map(([layer, below]) => ({
          sourceTag: `layer:${layer}`,
          onlyDependOnLibsWithTags: [...below, ...also].map((name) => `layer:${name}`),
        })),
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ["**/dist", "runs"] },
  eslint.configs.recommended,
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  {
    files: ["**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly", setTimeout: "readonly" } },
  },
  boundaries(["**/*.{ts,tsx}"], []),
  // Tests may import at once the modules that the command loads late to start fast.
  boundaries(["**/*.test.ts", "**/*.fixture.ts"], ["testing"], { checkDynamicDependenciesExceptions: [".*"] }),
  // A plugin that composes others is tested with real ones.
  boundaries(["plugins/{adversarial,losses,pairs}/**/*.test.ts"], ["testing", "plugin"], {
    checkDynamicDependenciesExceptions: [".*"],
  }),
  prettier,
);
