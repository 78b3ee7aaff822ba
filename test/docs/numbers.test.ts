import { readFileSync } from "node:fs";

import { expect } from "chai";

import { broadcast } from "../../src/broadcast/broadcast.js";
import { broadcastParameters } from "../../src/broadcast/broadcast-parameters.js";
import { mulberry32 } from "../../src/model/random.js";
import { planTable1 } from "../../src/model/table1.js";
import { table1Parameters } from "../../src/model/table1-parameters.js";
import { broadcastStudy, type GrowthPoint } from "../../scripts/studies/broadcast.js";
import { fig11Study } from "../../scripts/studies/fig11.js";
import { fig6Study } from "../../scripts/studies/fig6.js";
import { fig78Study } from "../../scripts/studies/fig78.js";
import { fig9Study } from "../../scripts/studies/fig9.js";
import { sensitivityStudy } from "../../scripts/studies/sensitivity.js";
import type { Study } from "../../scripts/studies/study.js";
import { contextOf } from "../support/study.js";

/** A page as one line, without the markup of Markdown. */
function textOf(page: string): string {
  return readFileSync(new URL(`../../${page}`, import.meta.url), "utf8")
    .replaceAll("\\_", "_")
    .replaceAll(/\s+/g, " ");
}

describe("The numbers of docs/evaluation.md are those of a run with seed 1", function () {
  this.timeout(300_000);
  const page = textOf("docs/evaluation.md");
  const context = contextOf();
  const resultOf = (study: Study) => study.run(context);
  /** Parts of a study's own answer, each of which the page has word by word. */
  const expectParts = async (study: Study, parts: readonly RegExp[]) => {
    const { text } = await resultOf(study);
    for (const part of parts) {
      const [found] = part.exec(text) ?? [];
      expect(found, `${study.id}: ${String(part)}`).to.be.a("string");
      expect(page).to.include(found);
    }
  };

  it("Fig. 6", async () => {
    const { fullVerification, speedup, gasRatio } = (await resultOf(fig6Study)).json as Fig6Json;
    expect(page).to.include(`The contract put trades ${fullVerification.join(", ")} of Fig. 6 through`);
    expect(page).to.include(
      `The twenty trades take ${speedup.toFixed(2)} times as long in the traditional model and cost ${gasRatio.toFixed(2)} times the gas, with ${context.settings.market.authorities} authorities.`,
    );
  });

  it("Fig. 7 and 8", () => expectParts(fig78Study, [/From n = 300 .*gossip\./]));

  it("Fig. 9", async () => {
    const { rows } = (await resultOf(fig9Study)).json as Fig9Json;
    const [bitcoin, traditional, improved] = (["bitcoinSeconds", "traditionalSeconds", "improvedSeconds"] as const).map(
      (model) => rows.at(-1)![model] / 60,
    );
    expect(page).to.include(
      `${bitcoin!} min of verification in Bitcoin, ${traditional!} in the traditional model, ${improved!} in the improved one`,
    );
  });

  it("Fig. 11", () =>
    expectParts(fig11Study, [/s = .* which at q = 0\.4 brings the chance/, /from [^,]* by the exact law/]));

  it("Table 1: the agreements whose parties' accounts are not empty, by the plan", () => {
    const plan = planTable1(table1Parameters(), mulberry32(context.settings.seed));
    const rates = plan.map(({ emptied, offers, acceptances }) => {
      const without = new Set(emptied);
      const executed = acceptances.filter(
        ({ buyer, offer }) => !without.has(buyer) && !without.has(offers[offer]!.seller),
      );
      return executed.length / acceptances.length;
    });
    const agreements = plan.reduce((sum, { acceptances }) => sum + acceptances.length, 0);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    expect(page).to.include(
      `Of Table 1's ${agreements.toLocaleString("en-US")} agreements ${(100 * mean).toFixed(2)} % were executed`,
    );
  });

  it("the broadcast", async () => {
    const { growth } = (await resultOf(broadcastStudy)).json as { growth: GrowthPoint[] };
    const { equation6, gossip } = growth.find(({ nodes }) => nodes === 10_000)!;
    expect(page).to.include(`a block takes ${equation6} s by equation (6) and ${gossip.toFixed(2)} s by gossip`);
    await expectParts(broadcastStudy, [/\d\.\d+ s more for every tenfold n/]);
  });

  it("the sensitivity", () =>
    expectParts(sensitivityStudy, [
      /As set, the fast lane saves .* on average/,
      /the bound is M = [\d,]+ kWh/,
      /below M = [\d,]+ kWh/,
      /saves \d\.\d % of a trade's time/,
      /rom N = \d+ on/,
    ]));

  it("the sensitivity: from which M on doubling adds too little", async () => {
    const [, cap] = /From (M = [\d,]+ kWh) on/.exec((await resultOf(sensitivityStudy)).text) ?? [];
    expect(page).to.include(`from ${cap!} on`);
  });
});

describe("The table of docs/broadcast.md is that of a run with seed 1", () => {
  const page = textOf("docs/broadcast.md");
  for (const nodes of [300, 1000, 3000, 9000, 30_000]) {
    it(`n = ${nodes}`, () => {
      const parameters = broadcastParameters({ nodes });
      const way = { topology: "gossip", mode: "announce", blocks: 100 } as const;
      const { arrivalSeconds, messages } = broadcast({ parameters, ...way }, mulberry32(1));
      const cells = [nodes, nodes / 100].map((value) => value.toLocaleString("en-US"));
      const sent = Math.round(messages / way.blocks).toLocaleString("en-US");
      expect(page.replaceAll(/ +/g, " ")).to.include(
        `| ${cells.join(" | ")} | ${arrivalSeconds[100]!.toFixed(2)} | ${sent} |`,
      );
    });
  }
});

interface Fig6Json {
  readonly fullVerification: readonly number[];
  readonly speedup: number;
  readonly gasRatio: number;
}

interface Fig9Json {
  readonly rows: readonly Readonly<Record<"bitcoinSeconds" | "traditionalSeconds" | "improvedSeconds", number>>[];
}
