package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsDamageTest {

  private static Object read(byte[] file) {
    Safetensors whole = Safetensors.parse(file, "m.safetensors");
    return whole.tensors().values().stream().map(Damage::contents).toList();
  }

  /** A file with this header and so many bytes of data, all zero. */
  private static byte[] file(byte[] header, int dataBytes) {
    return ByteBuffer.allocate(8 + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  private static byte[] file(String header, int dataBytes) {
    return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
  }

  @Test
  void aFileCutAnywhereIsRefused() {
    Damage.truncations(Fixture.bytes("reference.safetensors"), SafetensorsDamageTest::read);
    Damage.truncations(Fixture.bytes("nothing.safetensors"), SafetensorsDamageTest::read);
  }

  @Test
  void aDamagedFileIsReadOrRefused() {
    Damage.flips(Fixture.bytes("reference.safetensors"), SafetensorsDamageTest::read);
    Damage.insertions(Fixture.bytes("reference.safetensors"), SafetensorsDamageTest::read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      nullValues = "-",
      value = {
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} ; 4 ; -",
        "{'a':{'data_offsets':[0,4],'shape':[],'dtype':'I32'}}    ; 4 ; -",
        "{'__metadata__':{}} ; 0 ; -",
        "{'__metadata__':{'a':1}} ; 0 ; VALUE_STRING must be",
        "{'__metadata__':{'a':'b','a':'c'}} ; 0 ; Duplicate field 'a'",
        "{'__metadata__':[]} ; 0 ; START_OBJECT must be",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} ; 5 ; belong to no array",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} ; 3 ; is truncated",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} ; 4 ; (2,) = 8 bytes, but",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} ; 4 ; offsets are [4, 0]",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[1,5]}} ; 5 ; starts at byte 1 where 0",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}} ; 4 ; negative",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} ; 4 ; negative",
        "{'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}} ; 4 ; VALUE_NUMBER_FLOAT",
        "{'a':{'dtype':'F32','shape':['1'],'data_offsets':[0,4]}} ; 4 ; VALUE_STRING",
        "{'a':{'dtype':'F32','shape':[[1]],'data_offsets':[0,4]}} ; 4 ; START_ARRAY",
        "{'a':{'dtype':'F32','shape':1,'data_offsets':[0,4]}} ; 4 ; START_ARRAY must be",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}} ; 4 ; two data_offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,4]}} ; 4 ; more than 2",
        "{'a':{'dtype':'F32','shape':[1]}} ; 4 ; lacks dtype, shape or two data_offsets",
        "{'a':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]}} ; 4 ; has dtype 'F8_E4M3'",
        "{'a':{'dtype':'f32','shape':[1],'data_offsets':[0,4]}} ; 4 ; has dtype 'f32'",
        "{'a':{'dtype':null,'shape':[1],'data_offsets':[0,4]}} ; 4 ; VALUE_NULL",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'x':1}} ; 4 ; unknown field 'x'",
        "{'a':{'dtype':'F32','dtype':'F32','shape':[1],'data_offsets':[0,4]}} ; 4 ; Duplicate",
        "{'a':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,4]}} ; 4 ; JSON",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,4]}} ; 4 ; memory",
        "{'a':{'dtype':'F32','shape':[0,9223372036854775807],'data_offsets':[0,0]}} ; 0 ; memory",
        "{'a':1} ; 0 ; START_OBJECT must be",
        "{'a':{}} ; 0 ; lacks dtype",
        "{} {} ; 0 ; more than one JSON value",
        "{}} ; 0 ; not sound JSON",
        "{'a' ; 0 ; not sound JSON",
        "[] ; 0 ; its header is not JSON",
        "~ {}~ ; 0 ; its header is not JSON",
        "{'\\ud800':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} ; 4 ; Broken surrogate",
        "{'__metadata__':{'a':'\\udc00'}} ; 0 ; not Unicode",
        "{/**/} ; 0 ; not sound JSON",
        "{'a':NaN} ; 0 ; not sound JSON"
      })
  void aHeaderIsReadToTheLetter(String header, int dataBytes, String complaint) {
    byte[] file = file(header.replace('\'', '"'), dataBytes);

    if (complaint == null) {
      assertThat(read(file)).isNotNull();
    } else {
      assertThatThrownBy(() -> read(file))
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith("m.safetensors: ")
          .hasMessageContaining(complaint);
    }
  }

  @Test
  void twoArraysOfOneNameAreRefused() {
    String one = "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[%d,%d]}";
    String twice = "{" + one.formatted(0, 1) + "," + one.formatted(1, 2) + "}";

    assertThatThrownBy(() -> read(file(twice, 2))).hasMessageContaining("Duplicate field 'a'");
  }

  @Test
  void overlapsAndGapsAreRefused() {
    String two =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[%d,%d]}}";

    assertThat(read(file(two.formatted(2, 4), 4))).isNotNull();
    assertThatThrownBy(() -> read(file(two.formatted(1, 3), 3)))
        .hasMessageContaining("array 'b' starts at byte 1 where 2 is next");
    assertThatThrownBy(() -> read(file(two.formatted(3, 5), 5)))
        .hasMessageContaining("array 'b' starts at byte 3 where 2 is next");
    assertThatThrownBy(() -> read(file(two.formatted(0, 2), 2)))
        .hasMessageContaining("starts at byte 0 where 2 is next");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] header = "{\"__metadata__\":{\"a\":\"?\"}}".getBytes(StandardCharsets.UTF_8);
    header[header.length - 4] = (byte) 0xff;

    assertThatThrownBy(() -> read(file(header, 0))).hasMessageContaining("is not UTF-8");
    assertThatThrownBy(() -> read(file("{}".getBytes(StandardCharsets.UTF_16LE), 0)))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void aDeepNestIsRefusedWithoutGoingDown() {
    assertThatThrownBy(() -> read(file("{\"a\":" + "[".repeat(1_000_000), 0)))
        .isInstanceOf(FormatException.class);
    String deep = "{\"a\":{\"shape\":" + "[".repeat(1_000_000);
    assertThatThrownBy(() -> read(file(deep, 0))).isInstanceOf(FormatException.class);
  }

  @Test
  void aHeaderLengthBeyondReasonIsRefusedBeforeAnythingIsAllocated() {
    byte[] file = file("{}", 0);
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);

    bytes.putLong(0, 100_000_001);
    assertThatThrownBy(() -> read(file)).hasMessageContaining("100000001, more than the 100000000");
    bytes.putLong(0, -1);
    assertThatThrownBy(() -> read(file)).hasMessageContaining("18446744073709551615, more than");
    bytes.putLong(0, 99_999_999);
    assertThatThrownBy(() -> read(file))
        .hasMessageContaining("announces a header of 99999999 bytes, but the file holds 2 more");
    assertThatThrownBy(() -> read(new byte[7])).hasMessageContaining("has 7 bytes");
  }

  @Test
  void tooManyArraysAreRefused() {
    String many =
        IntStream.range(0, 100_001)
            .mapToObj(
                i -> "\"%d\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}".formatted(i))
            .collect(Collectors.joining(",", "{", "}"));

    assertThatThrownBy(() -> read(file(many, 0))).hasMessageContaining("holds more than 100000");
  }
}
