import { expect } from "chai";

import {
  AGREEMENTS_PER_PAGE,
  MESSAGES_PER_BODY,
  readPage,
  readSignatures,
  readVerdicts,
} from "../../src/authority/wire.js";
import { UserError } from "../../src/model/errors.js";

const agreement = `0x${"1f".repeat(32)}`;
const signature = `0x${"2E".repeat(65)}`;
const verdict = { agreement, epoch: 7, verdict: "approve", signature };

describe("what authorities send each other", () => {
  it("is one party's signature, or many", () => {
    expect(readSignatures({ agreement, signature })).to.deep.equal([{ agreement, signature }]);
    const signatures = Array.from({ length: MESSAGES_PER_BODY }, () => ({ agreement, signature }));
    expect(readSignatures({ signatures })).to.deep.equal(signatures);
    expect(readSignatures({ signatures: [] })).to.deep.equal([]);
  });

  it("is verdicts, with parties' signatures or without", () => {
    expect(readVerdicts({ verdicts: [verdict] })).to.deep.equal({ verdicts: [verdict] });
    const both = { verdicts: [], signatures: [{ agreement, signature }] };
    expect(readVerdicts(both)).to.deep.equal(both);
  });

  it("is a page of agreements", () => {
    const page = { agreements: [{ agreement, signatures: [signature], verdicts: [verdict] }], next: agreement };
    expect(readPage(page)).to.deep.equal(page);
    const full = { agreements: Array.from({ length: AGREEMENTS_PER_PAGE }, () => page.agreements[0]), next: null };
    expect(readPage(full)).to.deep.equal(full);
    expect(readPage({ agreements: [], next: null })).to.deep.equal({ agreements: [], next: null });
  });

  it("says what is wrong with anything else", () => {
    const rubbish: readonly unknown[] = [
      undefined,
      null,
      7,
      "text",
      [],
      {},
      { agreement },
      { agreement, signature, more: 1 },
      { agreement: agreement.toUpperCase(), signature },
      { agreement: `${agreement}\n`, signature },
      { agreement, signature: signature.slice(2) },
      { agreement, signature: `${signature}00` },
      { agreement, signature: { toString: () => signature } },
      { signatures: { length: 1 } },
      { signatures: Array.from({ length: MESSAGES_PER_BODY + 1 }, () => ({ agreement, signature })) },
      JSON.parse(`{"__proto__": {"agreement": "${agreement}", "signature": "${signature}"}}`),
    ];
    for (const body of rubbish) {
      for (const read of [readSignatures, readVerdicts, readPage])
        expect(() => read(body), JSON.stringify(body)).to.throw(UserError);
    }
    for (const wrong of [{ epoch: -1 }, { epoch: 1.5 }, { epoch: "7" }, { epoch: 2 ** 40 }, { verdict: "DebtUnpaid" }])
      expect(() => readVerdicts({ verdicts: [{ ...verdict, ...wrong }] })).to.throw(UserError, "the body: verdicts.0.");
    const twice = { agreements: [{ agreement, signatures: [], verdicts: [verdict, verdict] }], next: null };
    expect(() => readPage(twice)).to.throw(UserError, "its answer: agreements.0.verdicts: ");
  });
});
