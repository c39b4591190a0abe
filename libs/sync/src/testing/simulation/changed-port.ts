/** The same object, some of its methods in other words. */
export function changed<Port extends object>(port: Port, changes: Partial<Port>): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name in changes ? changes : target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
