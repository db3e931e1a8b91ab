@echo off
rem Runs the convex-heads command from an unpacked archive, with the Java that comes with it, that of
rem JAVA_HOME or the one on the PATH, 17 or newer. CONVEX_HEADS_OPTS are more options for the JVM.
setlocal
set "APPLICATION=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if exist "%APPLICATION%\runtime\bin\java.exe" set "JAVA=%APPLICATION%\runtime\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo convex-heads: needs Java 17 or newer; install one or set JAVA_HOME to it 1>&2
  exit /b 3
)
"%JAVA%" -XX:+IgnoreUnrecognizedVMOptions -XX:+UseParallelGC ^
  -XX:+UnlockDiagnosticVMOptions -XX:GCLockerRetryAllocationCount=100 ^
  -XX:MaxRAMPercentage=60 -Xlog:disable -Xlog:all=error,cds=off:stderr ^
  -Djava.awt.headless=true -Djdk.console=java.base -Dfile.encoding=UTF-8 ^
  --enable-native-access=ALL-UNNAMED %CONVEX_HEADS_OPTS% ^
  -cp "%APPLICATION%\lib\*" io.github.convexheads.bench.Main %*
exit /b %ERRORLEVEL%
