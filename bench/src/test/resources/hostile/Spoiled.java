package hostile;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;

/** Objects of which one method does something else. */
final class Spoiled {
  private Spoiled() {}

  static <T> T in(Class<T> type, T sound, String method, Callable<?> instead) {
    return type.cast(
        Proxy.newProxyInstance(
            Spoiled.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method)) {
                return instead.call();
              }
              try {
                return called.invoke(sound, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  static int deep(int depth) {
    return deep(depth + 1) + 1;
  }

  static Object fail(String why) {
    throw new IllegalStateException(why);
  }

  /** Throws what the compiler would not let through. */
  @SuppressWarnings("unchecked")
  static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
