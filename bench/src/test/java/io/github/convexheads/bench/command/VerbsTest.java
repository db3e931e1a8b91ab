package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class VerbsTest {
  static Stream<String> names() {
    return Verbs.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyVerbIsCalledWhatItSays(String name) {
    CommandLine verb = ConvexHeadsCommand.line().getSubcommands().get(name);

    assertThat(verb.getCommandName()).isEqualTo(name);
    assertThat(verb.getCommandSpec().userObject())
        .extracting(command -> command.getClass().getAnnotation(CommandLine.Command.class).name())
        .isEqualTo(name);
  }

  @Test
  void onlyTheVerbThatIsAskedForIsRead() {
    assertThat(ConvexHeadsCommand.line("fit", "--help").getSubcommands()).containsOnlyKeys("fit");
  }

  @Test
  void helpAndCommandLinesWithoutVerbKnowAll() {
    String[] all = Verbs.names().toArray(String[]::new);

    assertThat(ConvexHeadsCommand.line().getSubcommands()).containsOnlyKeys(all);
    assertThat(ConvexHeadsCommand.line("help", "fit").getSubcommands()).containsOnlyKeys(all);
    assertThat(ConvexHeadsCommand.line("ftt").getSubcommands()).containsOnlyKeys(all);
    assertThat(ConvexHeadsCommand.line("--help").getSubcommands()).containsOnlyKeys(all);
  }
}
