/**
 * Calls of one kind that meet share one flight.
 * @module
 */

export interface Flights {
  /** The flight of this key, started unless one is under way. */
  run<T>(key: string, start: () => Promise<T>): Promise<T>;
  /** The flight under way. */
  current(key: string): Promise<unknown> | undefined;
}

/** @param era nobody joins a flight of another era */
export function createFlights(era: () => number): Flights {
  const flights = new Map<string, Promise<unknown>>();
  const named = (key: string) => `${era()} ${key}`;
  return {
    run<T>(key: string, start: () => Promise<T>): Promise<T> {
      const name = named(key);
      const known = flights.get(name);
      // One key always carries one kind of result.
      if (known) return known as Promise<T>;
      const flight = start();
      flights.set(name, flight);
      const land = () => void flights.delete(name);
      flight.then(land, land);
      return flight;
    },
    current: (key) => flights.get(named(key)),
  };
}
