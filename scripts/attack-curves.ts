import { attackChance, attackLaws } from "../src/model/attack/attack.js";
import { toTextTable } from "../src/report/table.js";
import { percentText } from "./studies/result.js";

// P_xi, the chance that an attacker with a share q of the blocks overtakes a chain that is z blocks ahead.
const shares = [0.1, 0.2, 0.3, 0.4, 0.45];
const blocks = [1, 2, 4, 6, 10, 20, 50];

for (const law of attackLaws) {
  console.log(law === "poisson" ? "P_xi by equation (3), the Poisson law [%]\n" : "P_xi by the exact law [%]\n");
  const chance = (q: number) => ({
    name: `q_${q}`,
    heading: `q = ${q}`,
    value: (z: number) => percentText(attackChance(law, q, z).probability),
    numeric: true,
  });
  console.log(toTextTable([{ name: "z", heading: "z", value: (z: number) => z }, ...shares.map(chance)], blocks));
}
console.log("No seed: nothing is drawn at random.");
console.log("Proof-of-work arithmetic: it says nothing about a chain with finality.");
console.log("The whole evaluation: npm start");
