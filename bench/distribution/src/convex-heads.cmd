@echo off
rem Runs the convex-heads command from an unpacked archive, with the Java that comes with it, that of
rem JAVA_HOME or the one on the PATH, 17 or newer. CONVEX_HEADS_OPTS are more options for the JVM.
setlocal DisableDelayedExpansion
set "APPLICATION=%~dp0.."
set "JAVA=java.exe"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%APPLICATION%\runtime\bin\java.exe" set "JAVA=%APPLICATION%\runtime\bin\java.exe"

rem The line `openjdk version "17.0.15" ...`, to 17.
set "VERSION="
set "FEATURE=0"
for /f "tokens=2,3" %%a in ('^""%JAVA%" -version 2^>^&1^"') do if "%%a"=="version" set "VERSION=%%~b"
for /f "delims=.-+_" %%a in ("%VERSION%") do set "FEATURE=%%a"
if %FEATURE% GEQ 17 goto run
if not defined VERSION set "VERSION=none"
>&2 echo convex-heads: needs Java 17 or newer, found: %VERSION%. Install one or set JAVA_HOME to it.
exit /b 3

:run
set "NATIVE_ACCESS="
if %FEATURE% GEQ 24 set "NATIVE_ACCESS=--enable-native-access=ALL-UNNAMED"
rem Java 19 and newer keep parsed classes beside the application; without them, -Xshare:auto takes Java's own.
set "CREATE_ARCHIVE="
set "CLASS_ARCHIVE=-Xshare:auto"
if %FEATURE% GEQ 19 set "CREATE_ARCHIVE=-XX:+AutoCreateSharedArchive"
if %FEATURE% GEQ 19 set "CLASS_ARCHIVE=-XX:SharedArchiveFile=%APPLICATION%\classes.jsa"
"%JAVA%" -XX:+IgnoreUnrecognizedVMOptions -XX:+UseParallelGC ^
  -XX:+UnlockDiagnosticVMOptions -XX:GCLockerRetryAllocationCount=100 ^
  -XX:MaxRAMPercentage=60 -Xlog:disable -Xlog:all=error,cds=off:stderr ^
  -Djava.awt.headless=true -Djdk.console=java.base -Dfile.encoding=UTF-8 ^
  %CREATE_ARCHIVE% "%CLASS_ARCHIVE%" %NATIVE_ACCESS% %CONVEX_HEADS_OPTS% ^
  -cp "%APPLICATION%\lib\*" io.github.convexheads.bench.Main %*
exit /b %ERRORLEVEL%
