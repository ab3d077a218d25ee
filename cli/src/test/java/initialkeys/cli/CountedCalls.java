package initialkeys.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Stands between a command and its clients: records every call as a policy names it, and lets a
 * test fail any of them.
 */
final class CountedCalls {

  /** Called with the number of the call, from 1, and its action; returns what is thrown instead. */
  interface Faults extends BiFunction<Integer, String, Optional<Throwable>> {}

  private final List<String> calls = new ArrayList<>();
  private final Faults faults;

  CountedCalls(Faults faults) {
    this.faults = faults;
  }

  static CountedCalls withoutFaults() {
    return new CountedCalls((number, action) -> Optional.empty());
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  <T> T through(Class<T> type, String service, T client) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Optional<Throwable> fault = count(action(service, method.getName()));
              if (fault.isPresent()) throw fault.get();
              try {
                return method.invoke(client, arguments);
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            }));
  }

  private synchronized Optional<Throwable> count(String action) {
    calls.add(action);
    return faults.apply(calls.size(), action);
  }

  private static String action(String service, String method) {
    String name = method.replaceFirst("Paginator$", "");
    return service + ":" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
