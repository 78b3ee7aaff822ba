import { expect } from "chai";

import { MESSAGES_PER_BODY, readPage, readSignatures, readVerdicts } from "../../src/authority/wire.js";

const agreement = `0x${"1f".repeat(32)}`;
const signature = `0x${"2E".repeat(65)}`;
const verdict = { agreement, epoch: 7, verdict: "approve", signature };

const faultOf = (read: { readonly fault: string } | object) => ("fault" in read ? read.fault : undefined);

describe("what authorities send each other", () => {
  it("is one party's signature, or many", () => {
    expect(readSignatures({ agreement, signature })).to.deep.equal({ message: [{ agreement, signature }] });
    const signatures = Array.from({ length: MESSAGES_PER_BODY }, () => ({ agreement, signature }));
    expect(readSignatures({ signatures })).to.deep.equal({ message: signatures });
    expect(readSignatures({ signatures: [] })).to.deep.equal({ message: [] });
  });

  it("is verdicts, with parties' signatures or without", () => {
    expect(readVerdicts({ verdicts: [verdict] })).to.deep.equal({ message: { verdicts: [verdict] } });
    const both = { verdicts: [], signatures: [{ agreement, signature }] };
    expect(readVerdicts(both)).to.deep.equal({ message: both });
  });

  it("is a page of agreements", () => {
    const page = { agreements: [{ agreement, signatures: [signature], verdicts: [verdict] }], next: agreement };
    expect(readPage(page)).to.deep.equal({ message: page });
    expect(readPage({ agreements: [], next: null })).to.deep.equal({ message: { agreements: [], next: null } });
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
      expect(faultOf(readSignatures(body)), JSON.stringify(body))
        .to.be.a("string")
        .with.length.above(0);
      expect(faultOf(readVerdicts(body)), JSON.stringify(body)).to.be.a("string");
      expect(faultOf(readPage(body)), JSON.stringify(body)).to.be.a("string");
    }
    for (const wrong of [{ epoch: -1 }, { epoch: 1.5 }, { epoch: "7" }, { epoch: 2 ** 40 }, { verdict: "DebtUnpaid" }])
      expect(faultOf(readVerdicts({ verdicts: [{ ...verdict, ...wrong }] }))).to.match(/^\/verdicts\/0\//);
    const twice = { agreements: [{ agreement, signatures: [], verdicts: [verdict, verdict] }], next: null };
    expect(faultOf(readPage(twice))).to.be.a("string");
  });
});
