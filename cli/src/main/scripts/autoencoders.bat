@echo off
rem Starts the autoencoders command line: finds Java, and sets what the native libraries read only once, when they load.
rem
rem   JAVA_HOME           the Java to use, 17 or newer; without it, the java on the PATH
rem   JAVA_OPTS           options for this and other Java programs, separated by spaces
rem   AUTOENCODERS_OPTS   options for this program's Java, separated by spaces, e.g. -Xmx8g
rem   OMP_NUM_THREADS     threads of the arithmetic, where --threads is not given; otherwise one for each processor
rem   MXNET_ENGINE_TYPE   how MXNet hands out its operations; otherwise NaiveEngine where a model is trained on processors

setlocal
set "AUTOENCODERS_HOME=%~dp0.."

if not defined JAVA_HOME goto find_java
set "PATH=%JAVA_HOME%\bin;%PATH%"
if not exist "%JAVA_HOME%\bin\java.exe" goto wrong_java_home
:find_java
where /q java.exe
if errorlevel 1 goto no_java

rem Its first line reads: openjdk version "17.0.15" 2025-04-15 (before Java 9: "1.8.0_452").
set VERSION=not working
set MAJOR=0
for /f "tokens=3" %%v in ('java -version 2^>^&1 ^| findstr /c:" version "') do (
  set "VERSION=%%~v"
  for /f "delims=.-_" %%m in (%%v) do set MAJOR=%%m
)
if %MAJOR% lss 17 goto old_java

if not defined OMP_NUM_THREADS set OMP_NUM_THREADS=%NUMBER_OF_PROCESSORS%
set DEVICE=cpu
set ENGINE=
call :read_options %*

rem MXNet's naive engine computes in the one thread that calls it; with its others, threads wait for each other all the time.
rem A GPU works on while others wait (compare, which may have several devices, takes this away for one).
set NAIVE=
for %%c in (train reproduce bench) do if "%~1"=="%%c" if not "%DEVICE:~0,3%"=="gpu" set NAIVE=NaiveEngine
if "%~1"=="compare" set NAIVE=NaiveEngine
if not defined MXNET_ENGINE_TYPE set MXNET_ENGINE_TYPE=%NAIVE%

rem MXNet copies 200,000 values and more with threads of the caller's own, which then spin beside those that compute.
if not defined MXNET_CPU_PARALLEL_SIZE set MXNET_CPU_PARALLEL_SIZE=1000000000

rem MXNet has four pieces of scratch memory for each thread that calls it, which grow step by step; one will do.
if not defined MXNET_CPU_TEMP_COPY set MXNET_CPU_TEMP_COPY=1

rem Java's second compiler takes the processors from the arithmetic for the first seconds; only a server is repaid, and what is
rem measured in the place of one.
set COMPILER=-XX:TieredStopAtLevel=1
if "%~1"=="serve" set COMPILER=
if /i "%~1,%ENGINE%"=="bench,OnnxRuntime" set COMPILER=

java -XX:+UseSerialGC -Xms32m %COMPILER% ^
  -Djava.awt.headless=true ^
  -Dfile.encoding=UTF-8 ^
  -DOPT_OUT_TRACKING=true ^
  -Dorg.slf4j.simpleLogger.defaultLogLevel=warn ^
  -Dorg.slf4j.simpleLogger.log.ai.djl.onnxruntime=error ^
  --enable-native-access=ALL-UNNAMED ^
  %JAVA_OPTS% %AUTOENCODERS_OPTS% ^
  -cp "%AUTOENCODERS_HOME%\lib\*" io.github.autoencoders.cli.AutoencodersCommand %*
exit /b %ERRORLEVEL%

rem An equals sign separates arguments here, so that --threads=2 reads like --threads 2.
:read_options
if "%~1"=="" exit /b 0
if "%~1"=="--threads" set "OMP_NUM_THREADS=%~2"
if "%~1"=="--device" set "DEVICE=%~2"
if "%~1"=="--engine" set "ENGINE=%~2"
shift
goto read_options

:wrong_java_home
echo autoencoders: JAVA_HOME is %JAVA_HOME%, which has no bin\java.exe>&2
exit /b 1

:no_java
echo autoencoders: no Java found; install Java 17 or newer, or set JAVA_HOME>&2
exit /b 1

:old_java
echo autoencoders: needs Java 17 or newer, but the one found is %VERSION%; set JAVA_HOME>&2
exit /b 1
