import tseslint from "typescript-eslint";

/** The rooms of src/ and what each may import from the others: arrows only go down. docs/architecture.md draws them. */
const ROOMS = {
  model: [],
  broadcast: ["model"],
  parallel: ["model"],
  proofs: ["model"],
  data: ["model"],
  report: ["model"],
  service: ["model"],
  chain: ["model", "service"],
  market: ["model", "service", "chain", "data", "report"],
  authority: ["model", "service", "chain", "market"],
  meter: ["model", "service", "chain", "market", "data"],
  observer: ["model", "service", "chain", "market", "data", "report"],
};

const rule = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });
const folders = (...names) => `^(\\.\\./)+(${names.join("|")})/`;

const NO_TESTS = { regex: folders("test"), message: "nothing that ships imports test/" };
const NO_TASKS = { regex: folders("tasks"), message: "only tasks/ imports tasks/" };
const NO_CONTRACTS = { regex: folders("typechain-types", "ignition"), message: "only market knows the contracts" };
const NO_ETHERS = { group: ["ethers"], message: "ethers is used in chain, market, tasks and scripts/simulation" };
const NO_HARDHAT = {
  group: ["hardhat", "hardhat/*", "@nomicfoundation/*"],
  message: "only market and tasks use Hardhat",
};
const NOTHING = { regex: "^[^.]", message: "src/model imports nothing from outside" };

function roomRules(room, below) {
  const closed = Object.keys(ROOMS).filter((other) => other !== room && !below.includes(other));
  const arrows = {
    regex: folders(...closed, "scripts"),
    message: `src/${room} imports ${below.join(", ") || "no room"}`,
  };
  const outside = { model: [NOTHING, NO_CONTRACTS], chain: [NO_HARDHAT, NO_CONTRACTS], market: [] };
  return {
    files: [`src/${room}/**/*.ts`],
    rules: rule(NO_TESTS, NO_TASKS, arrows, ...(outside[room] ?? [NO_ETHERS, NO_HARDHAT, NO_CONTRACTS])),
  };
}

/** What a program has only once: the process, its console, its clock. */
const ONCE = ["process", "console", "setTimeout", "setInterval", "setImmediate"].map((name) => ({
  name,
  message: "only src/service touches the process, the console and the clock",
}));

/**
 * A list's elements as a call's arguments lie on the stack, which holds about 120,000: a longer list ends the program. Left
 * are the calls whose lists cannot grow: the parameters of an SQL statement, and those of a contract's function.
 */
const SHORT_LISTS = ["run", "get", "all", "encodeFunctionData"];
const NO_SPREAD_ARGUMENTS = {
  selector: `:matches(CallExpression, NewExpression):not([callee.property.name=/^(${SHORT_LISTS.join("|")})$/]) > SpreadElement`,
  message: "a long list does not fit a call's stack: write a loop, or use leastOf and greatestOf",
};

export default tseslint.config(
  { ignores: ["node_modules", "artifacts", "cache", "coverage", "typechain-types", "report", "**/*.mjs", "*.js"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  ...Object.entries(ROOMS).map(([room, below]) => roomRules(room, below)),
  {
    files: ["src/**/*.ts"],
    ignores: ["src/service/**"],
    rules: {
      "no-restricted-globals": ["error", ...ONCE],
      "no-restricted-properties": ["error", { object: "Date", property: "now", message: ONCE[0].message }],
    },
  },
  {
    files: ["src/**/*.ts", "tasks/**/*.ts", "scripts/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", NO_SPREAD_ARGUMENTS] },
  },
  { files: ["scripts/simulation/**/*.ts"], rules: rule(NO_TESTS, NO_TASKS) },
  { files: ["scripts/studies/**/*.ts"], rules: rule(NO_TESTS, NO_TASKS, NO_ETHERS, NO_HARDHAT) },
  { files: ["scripts/*.ts"], rules: rule(NO_TESTS, NO_TASKS, NO_ETHERS) },
  { files: ["tasks/**/*.ts", "ignition/**/*.ts"], rules: rule(NO_TESTS) },
  {
    // chai's assertions are expressions; in a test, what is missing where it must be may throw.
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
);
