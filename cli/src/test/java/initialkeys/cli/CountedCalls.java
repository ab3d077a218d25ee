package initialkeys.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkRequest;

/**
 * Stands between a command and its clients: records every call as a policy names it, each page of a
 * list too, and lets a test fail or replace any of them.
 */
public final class CountedCalls {

  /** Called with the number of the call, from 1, and its action; returns what is thrown instead. */
  public interface Faults extends BiFunction<Integer, String, Optional<Throwable>> {}

  private final List<String> calls = new ArrayList<>();
  private final Map<String, Supplier<Object>> instead = new HashMap<>();
  private final Faults faults;

  public CountedCalls(Faults faults) {
    this.faults = faults;
  }

  public static CountedCalls withoutFaults() {
    return new CountedCalls((number, action) -> Optional.empty());
  }

  /** Replaces the response to a call; the supplier may throw instead. */
  public CountedCalls instead(String action, Supplier<Object> response) {
    instead.put(action, response);
    return this;
  }

  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** How often an action was called. */
  public long count(String action) {
    return calls().stream().filter(action::equals).count();
  }

  public <T> T through(Class<T> type, String service, T client) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (isCall(method)) return call(action(service, method), client, method, arguments);
              // The client's other methods end in one that is a call.
              return method.isDefault()
                  ? InvocationHandler.invokeDefault(proxy, method, arguments)
                  : method.invoke(client, arguments);
            }));
  }

  private static boolean isCall(Method method) {
    return method.getParameterCount() == 1
        && SdkRequest.class.isAssignableFrom(method.getParameterTypes()[0])
        && !method.getName().endsWith("Paginator");
  }

  private Object call(String action, Object client, Method method, Object[] arguments)
      throws Throwable {
    Optional<Throwable> fault = recorded(action);
    if (fault.isPresent()) throw fault.get();
    if (instead.containsKey(action)) return instead.get(action).get();
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  private Optional<Throwable> recorded(String action) {
    int number;
    synchronized (this) {
      calls.add(action);
      number = calls.size();
    }
    return faults.apply(number, action);
  }

  private static String action(String service, Method method) {
    String name = method.getName();
    return service + ":" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
