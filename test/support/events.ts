import type { BaseContract, ContractTransactionResponse } from "ethers";

/** One event: its name, then all its arguments; structs are arrays. */
export type Event = readonly [name: string, ...args: unknown[]];

/** Every event of a contract in a transaction, in order, so that a missing or a further one shows. */
export async function eventsOf(contract: BaseContract, sent: ContractTransactionResponse): Promise<Event[]> {
  const [receipt, address] = await Promise.all([sent.wait(), contract.getAddress()]);
  return receipt!.logs
    .filter((log) => log.address === address)
    .map((log) => {
      const { name, args } = contract.interface.parseLog(log)!;
      return [name, ...(args.toArray(true) as unknown[])] as const;
    });
}
