/**
 * Calls of one kind that meet share one flight.
 * @module
 */

export interface Flights {
  /** The flight of this key, started unless one is under way. */
  run<T>(key: string, start: () => Promise<T>): Promise<T>;
  /** The flight under way. */
  current(key: string): Promise<unknown> | undefined;
  /** Lets nobody join what is under way. */
  forget(): void;
}

export function createFlights(): Flights {
  let flights = new Map<string, Promise<unknown>>();
  return {
    run<T>(key: string, start: () => Promise<T>): Promise<T> {
      const known = flights.get(key);
      // One key always carries one kind of result.
      if (known) return known as Promise<T>;
      const flight = start();
      flights.set(key, flight);
      const land = () => {
        if (flights.get(key) === flight) flights.delete(key);
      };
      flight.then(land, land);
      return flight;
    },
    current: (key) => flights.get(key),
    forget() {
      flights = new Map();
    },
  };
}
