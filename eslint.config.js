import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules", "artifacts", "cache", "coverage", "typechain-types", "report", "**/*.mjs", "*.js"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-imports": "off",
    },
  },
  {
    // The arrows of the layout: the model imports nothing from outside its folder.
    files: ["scripts/model/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ group: ["../*", "!./*"], message: "scripts/model is pure" }] }],
    },
  },
  {
    files: ["scripts/model/market/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: "^(\\.\\./\\.\\.|[^.])", message: "scripts/model is pure" }] },
      ],
    },
  },
  {
    files: ["scripts/{network,parallel,data,proofs,report}/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["**/chain/*", "**/tasks/*", "ethers", "hardhat", "hardhat/*"],
              message: "only scripts/chain knows the chain",
            },
          ],
        },
      ],
    },
  },
  {
    // chai's assertions are expressions; in a test, what is missing where it must be may throw.
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
);
