/** The loads under way in this process, by what they load. They carry text, so that callers share no object. */
export function createSingleFlight() {
  const flights = new Map<string, Promise<string>>()
  return {
    underWay: (name: string): Promise<string> | undefined => flights.get(name),
    announce(name: string, flight: Promise<string>): void {
      const land = () => {
        if (flights.get(name) === flight) flights.delete(name)
      }
      flights.set(name, flight)
      flight.then(land, land)
    },
  }
}
