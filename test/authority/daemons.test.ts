import { expect } from "chai";

import { MESSAGES_PER_BODY } from "../../scripts/authority/wire.js";
import { AgreementStatus } from "../../scripts/model/terms.js";
import { until } from "../support/until.js";
import { post, Stage } from "./stage.js";

describe("authorities", function () {
  this.timeout(120_000);
  let stage: Stage;
  afterEach(() => stage.clear());

  it("verify 60 agreements, one of which got the signatures", async () => {
    stage = await Stage.set({ authorities: 4 });
    await Promise.all([0, 1, 2, 3].map((index) => stage.start(index)));
    const pending = await stage.agree(60);
    const signatures = await stage.signatures(pending);
    await until(async () => (await (await fetch(`${stage.url(0)}/health`)).text()).includes('"awaiting":60'));
    const { status } = await post(`${stage.url(0)}/signatures`, { signatures: signatures.slice(0, MESSAGES_PER_BODY) });
    expect(status).to.equal(202);
    await until(async () =>
      (await Promise.all(pending.map((each) => stage.statusOf(each)))).every(
        (status) => status === AgreementStatus.Signed,
      ),
    );
  });
});
