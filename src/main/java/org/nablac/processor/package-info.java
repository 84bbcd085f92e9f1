/**
 * Nablac inside of javac: each class with {@code @Model} becomes a class to train and predict with, in the same
 * compilation.
 *
 * <p>What comes of a model {@code Mlp} is in its package. The <em>facade</em> {@code MlpModel} is what an application
 * names; it is written as source, so that the rest of the compilation, editors and Javadoc see it. The
 * <em>kernels</em>, {@code MlpModelKernels}, are the class that {@link org.nablac.compile.Compiler} makes, written as a
 * class file, to which the facade hands every call; beside it are its forms for vectors. Neither needs anything but
 * {@code java.base} when it runs. A <em>problem</em> is one thing that is wrong with a model; javac shows each at its
 * expression. A model that is wrong is tried again in each round, since what it lacks may be made by another processor.
 *
 * <pre>{@code
 * javac -cp nablac.jar -processorpath nablac.jar -d out *.java        java -cp out hello.Main
 * }</pre>
 *
 * In Maven:
 * <pre>{@code
 * <dependency>
 *   <groupId>org.nablac</groupId><artifactId>nablac</artifactId><version>0.1.0-SNAPSHOT</version>
 *   <scope>provided</scope>                           <!-- the annotations; nothing of it is needed to run -->
 * </dependency>
 * ...
 * <plugin>
 *   <groupId>org.apache.maven.plugins</groupId><artifactId>maven-compiler-plugin</artifactId>
 *   <configuration>
 *     <annotationProcessorPaths>
 *       <path><groupId>org.nablac</groupId><artifactId>nablac</artifactId><version>0.1.0-SNAPSHOT</version></path>
 *     </annotationProcessorPaths>
 *     <compilerArgs><arg>-Anablac.define.RANK=64</arg></compilerArgs>
 *   </configuration>
 * </plugin>
 * }</pre>
 *
 * javac is that of JDK 21 or later; {@code --release} may be 17 or later, and the class files follow it. Options:
 * {@code -Anablac.define.RANK=64} changes the constant RANK of every model that has one; {@code -Anablac.memory=8}
 * gives the values of wide layers 8 MB in a step; {@code -Anablac.graph=DIR} leaves the graph of each model as text in
 * a folder. A model reads other files (its layers, constants) whole, and needs their source: as a part of the
 * compilation or on the source path. That is why Gradle is told nothing of incremental processing, and then compiles
 * the whole: a change in any file that a model reads changes the model.
 *
 * <p>May use: tensor, code, graph, source, compile, emit.
 */
@NullMarked
package org.nablac.processor;

import org.jspecify.annotations.NullMarked;
