import nx from "@nx/eslint-plugin";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

const pure = ["libs/helpdesk/src/**/*.ts", "libs/mapping/src/**/*.ts", "libs/sync/src/decide/**/*.ts"];

/** Imports run downwards only: apps -> sync, store, adapters -> mapping, http -> helpdesk. */
const layers = [
  { sourceTag: "layer:helpdesk", onlyDependOnLibsWithTags: [] },
  { sourceTag: "layer:mapping", onlyDependOnLibsWithTags: ["layer:helpdesk"] },
  { sourceTag: "layer:http", onlyDependOnLibsWithTags: ["layer:helpdesk"] },
  { sourceTag: "layer:adapter", onlyDependOnLibsWithTags: ["layer:helpdesk", "layer:mapping", "layer:http"] },
  { sourceTag: "layer:sync", onlyDependOnLibsWithTags: ["layer:helpdesk", "layer:mapping"] },
  { sourceTag: "layer:store", onlyDependOnLibsWithTags: ["layer:helpdesk", "layer:sync"] },
  { sourceTag: "layer:simulators", onlyDependOnLibsWithTags: [] },
  { sourceTag: "layer:terminal", onlyDependOnLibsWithTags: [] },
  // It runs in a browser and knows the bridge by its API document only.
  { sourceTag: "layer:dashboard", onlyDependOnLibsWithTags: [] },
  {
    sourceTag: "layer:assembly",
    onlyDependOnLibsWithTags: [
      "layer:helpdesk",
      "layer:mapping",
      "layer:http",
      "layer:adapter",
      "layer:sync",
      "layer:store",
    ],
  },
  {
    sourceTag: "layer:app",
    onlyDependOnLibsWithTags: [
      "layer:helpdesk",
      "layer:mapping",
      "layer:http",
      "layer:adapter",
      "layer:sync",
      "layer:store",
      "layer:assembly",
      "layer:terminal",
    ],
  },
  {
    sourceTag: "layer:tool",
    onlyDependOnLibsWithTags: [
      "layer:helpdesk",
      "layer:mapping",
      "layer:http",
      "layer:adapter",
      "layer:sync",
      "layer:store",
      "layer:assembly",
      "layer:simulators",
      "layer:terminal",
    ],
  },
];

/** Specs may also talk to the simulators, except in the libraries that know no network. */
const specLayers = layers.map((rule) =>
  ["layer:adapter", "layer:assembly", "layer:app", "layer:dashboard"].includes(rule.sourceTag)
    ? { ...rule, onlyDependOnLibsWithTags: [...rule.onlyDependOnLibsWithTags, "layer:simulators"] }
    : rule,
);

const boundaries = (depConstraints) => [
  "error",
  { allow: [], banTransitiveDependencies: false, enforceBuildableLibDependency: false, depConstraints },
];

export default tseslint.config(
  { ignores: ["**/dist/**", "**/generated/**", "**/node_modules/**", "**/data/**", ".nx/**", "coverage/**"] },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ["**/*.{ts,tsx}"] })),
  {
    files: ["**/*.{ts,tsx}"],
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ["vitest*.ts", "*/*/vitest.config.ts"],
          maximumDefaultProjectFileMatchCount_THIS_WILL_SLOW_DOWN_LINTING: 40,
        },
      },
    },
    plugins: { "@nx": nx },
    rules: {
      "@nx/enforce-module-boundaries": boundaries(layers),
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      eqeqeq: ["error", "always"],
      "no-console": "error",
    },
  },
  {
    files: ["**/*.spec.ts", "**/testing/**/*.ts", "**/promises/**/*.ts"],
    rules: { "@nx/enforce-module-boundaries": boundaries(specLayers) },
  },
  {
    files: pure,
    ignores: ["**/*.spec.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["node:*", "@prisma/*", "express", "undici"],
              message: "Pure part: clock, ids, randomness and I/O come in as arguments.",
            },
          ],
        },
      ],
      "no-restricted-globals": ["error", "fetch", "process", "setTimeout", "setInterval", "performance", "crypto"],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "Pure part: the clock comes in as an argument." },
        { object: "Math", property: "random", message: "Pure part: randomness comes in as an argument." },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: "Pure part: the clock comes in as an argument.",
        },
      ],
    },
  },
  // The shared test settings lie at the root, outside any project.
  { files: ["**/vitest.config.ts"], rules: { "@nx/enforce-module-boundaries": "off" } },
  { files: ["tools/**/*.ts"], rules: { "no-console": "off" } },
  prettier,
);
