import { globSync, readFileSync } from "node:fs";

import { expect } from "chai";

import { compileSchema } from "../../src/service/json-schema.js";

interface PublishedSchema {
  readonly $id: string;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

const ROOT = new URL("../../", import.meta.url);

describe("the published schemas", () => {
  for (const file of globSync("schemas/*.json", { cwd: ROOT })) {
    it(`${file} has an id, a title and a description, compiles, and fits its examples`, () => {
      const schema = JSON.parse(readFileSync(new URL(file, ROOT), "utf8")) as PublishedSchema;
      expect(file).to.equal(`schemas/${schema.$id}`);
      expect(schema.title).to.be.a("string");
      expect(schema.description).to.be.a("string");
      // Others in this process may have compiled the schema under its own id.
      const check = compileSchema({ ...schema, $id: `published/${schema.$id}` });
      for (const example of schema.examples ?? []) expect(check(example, file)).to.equal(example);
    });
  }
});
