let deploying = false;

/**
 * Whether `ignition deploy` runs, whose own build is left out: it would take away the tests' artifacts, which other
 * processes may use, and both build profiles are the same.
 */
export function isDeploying(): boolean {
  return deploying;
}

/** Runs `ignition deploy` on contracts that are built. */
export async function whileDeploying<T>(deploy: () => Promise<T>): Promise<T> {
  deploying = true;
  try {
    return await deploy();
  } finally {
    deploying = false;
  }
}
