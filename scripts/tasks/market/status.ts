import { isAddress } from "ethers";

import { agreementStatus } from "./agreement-status.js";
import { offerOrAgreementBy } from "./find.js";
import { offerStatus } from "./offer-status.js";
import { marketCommand, type SessionArguments } from "./session.js";
import { userStatus } from "./user-status.js";
import { addressOption } from "./values.js";

interface StatusArguments extends SessionArguments {
  readonly of: string | undefined;
}

/** How things stand with a user, an offer or an agreement; with the account itself when nothing is named. */
export default marketCommand(async ({ of }: StatusArguments, session) => {
  if (of === undefined) return userStatus(session, session.account);
  if (isAddress(of) || /^\d{1,9}$/.test(of))
    return userStatus(session, addressOption("status of", of, session.accounts));
  const found = offerOrAgreementBy(await session.ledger(), of);
  return "offerId" in found ? agreementStatus(session, found) : offerStatus(session, found);
});
